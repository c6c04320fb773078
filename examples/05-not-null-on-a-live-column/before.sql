-- What is live: bookings, of which some from an old importer have no currency.
CREATE TABLE bookings (
  id       bigint PRIMARY KEY,
  amount   numeric(12, 2) NOT NULL,
  currency char(3)
);
INSERT INTO bookings SELECT i, i * 1.5, CASE WHEN i % 11 <> 0 THEN 'EUR' END FROM generate_series(1, 600) AS i;
