-- What is live: durations as text, as an early form handed them over.
CREATE TABLE recordings (id bigint PRIMARY KEY, title text NOT NULL, seconds text NOT NULL DEFAULT '0');
INSERT INTO recordings SELECT i, 'recording ' || i, (i * 3)::text FROM generate_series(1, 400) AS i;
