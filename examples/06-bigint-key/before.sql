-- What is live: events are about to run out of integers, and two tables refer to them.
CREATE TABLE events (id serial PRIMARY KEY, kind text NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE event_notes (id bigint PRIMARY KEY, event_id integer NOT NULL REFERENCES events (id) ON DELETE CASCADE, note text NOT NULL);
CREATE INDEX event_notes_event_idx ON event_notes (event_id);
CREATE TABLE event_links (event_id integer REFERENCES events (id), url text);
CREATE INDEX event_links_event_idx ON event_links (event_id);
INSERT INTO events (kind) SELECT 'kind ' || i % 5 FROM generate_series(1, 500) AS i;
INSERT INTO event_notes SELECT i, 1 + i % 500, 'note ' || i FROM generate_series(1, 700) AS i;
INSERT INTO event_links SELECT nullif(1 + i % 501, 501), 'https://example.org/' || i FROM generate_series(1, 300) AS i;
SELECT setval('events_id_seq', 2147480000);
