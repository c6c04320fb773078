-- What is live: the table of another team, with the columns that were agreed upon, and the receipts of this one.
CREATE SCHEMA messaging;
CREATE TABLE messaging.outgoing (
  id                  bigint PRIMARY KEY,
  recipient           text NOT NULL,
  receipt_status      varchar(16),
  receipt_at          timestamptz,
  operator_message_id varchar(64)
);
CREATE SCHEMA receipts;
CREATE TABLE receipts.delivery (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id  bigint NOT NULL,
  status      varchar(16) NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO messaging.outgoing (id, recipient, operator_message_id) SELECT i, '+49 30 ' || i, 'op-' || i FROM generate_series(1, 200) AS i;
INSERT INTO receipts.delivery (message_id, status) SELECT i, CASE WHEN i % 7 = 0 THEN 'failed' ELSE 'delivered' END FROM generate_series(1, 200) AS i;
