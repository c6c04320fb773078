-- What is live: a search by customer that reads every old order too.
CREATE TABLE invoices (id bigint PRIMARY KEY, customer_id bigint NOT NULL, paid_on date, total integer NOT NULL);
CREATE INDEX invoices_customer_idx ON invoices (customer_id);
INSERT INTO invoices SELECT i, i % 50, CASE WHEN i % 4 <> 0 THEN date '2026-01-01' + (i % 200)::integer END, i FROM generate_series(1, 1000) AS i;
