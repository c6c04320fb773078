-- What is live: people with a first and a last name.
CREATE TABLE people (
  id         bigint PRIMARY KEY,
  first_name text NOT NULL,
  last_name  text,
  joined_on  date NOT NULL DEFAULT current_date
);
COMMENT ON TABLE people IS 'Everybody who has an account';

INSERT INTO people (id, first_name, last_name)
SELECT i, 'Given' || i, CASE WHEN i % 9 <> 0 THEN 'Family' || i END FROM generate_series(1, 500) AS i;
INSERT INTO people (id, first_name, last_name) VALUES
  (501, 'Mary Ann', 'Lee'), (502, 'Ludwig', 'van Beethoven'), (503, 'Plato', NULL), (504, '', ''), (505, ' ', ' ');
ANALYZE people;  -- so that plan can say how many rows there are; on a live database autovacuum sees to that
