-- What is live: a state of parcels that nobody sets any more.
CREATE TYPE parcel_state AS ENUM ('packed', 'faxed', 'shipped', 'delivered');
CREATE TABLE parcels (id bigint PRIMARY KEY, state parcel_state NOT NULL DEFAULT 'packed', weight integer);
CREATE INDEX parcels_state_idx ON parcels (state);
INSERT INTO parcels SELECT i, (ARRAY['packed', 'shipped', 'delivered'])[1 + i % 3]::parcel_state, i FROM generate_series(1, 300) AS i;
