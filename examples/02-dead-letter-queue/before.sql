-- What is live: a queue of rendering jobs that a pool of workers empties.
CREATE TABLE render_jobs (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state      text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
  payload    jsonb NOT NULL,
  queued_at  timestamptz NOT NULL DEFAULT now()
);
INSERT INTO render_jobs (state, payload)
SELECT (ARRAY['queued', 'running', 'done', 'failed'])[1 + i % 4], jsonb_build_object('page', i) FROM generate_series(1, 400) AS i;
