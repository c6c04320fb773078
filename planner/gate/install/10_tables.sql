-- The tables of schema phasegate. Later versions add columns with ALTER TABLE … ADD COLUMN IF NOT EXISTS below a table.

CREATE TABLE IF NOT EXISTS phasegate.installation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  schema_version integer NOT NULL,
  script text NOT NULL,
  system_identifier bigint,
  database_oid oid,
  environment text,
  installed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  bound_at timestamptz,
  bound_after bigint NOT NULL DEFAULT 0
);
-- Restored over itself, a database keeps its identifiers, but this table is another one.
ALTER TABLE phasegate.installation ADD COLUMN IF NOT EXISTS relation oid;
COMMENT ON TABLE phasegate.installation IS
  'One row: version and digest of the install script, and the cluster, database and environment that the markers are bound to (NULL before the first marker). Markers up to bound_after came before that binding';

CREATE TABLE IF NOT EXISTS phasegate.application (
  name text PRIMARY KEY CHECK (name <> ''),
  scheme text NOT NULL DEFAULT 'semver' CHECK (scheme IN ('semver', 'integer', 'calendar')),
  floor text,
  registered_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  retired_at timestamptz
);
COMMENT ON TABLE phasegate.application IS
  'Applications of this database. Its rows are what every writer of evidence and every guard locks. floor: no lower version may start';

CREATE TABLE IF NOT EXISTS phasegate.marker (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  application text NOT NULL REFERENCES phasegate.application (name),
  event text NOT NULL CHECK (event IN ('starting', 'finished', 'retired')),
  version text CHECK (version IS NOT NULL OR event = 'retired'),
  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  recorded_by text NOT NULL DEFAULT session_user,
  system_identifier bigint NOT NULL,
  database_oid oid NOT NULL,
  environment text NOT NULL,
  timeline text NOT NULL
);
CREATE INDEX IF NOT EXISTS marker_application_id ON phasegate.marker (application, id);
COMMENT ON TABLE phasegate.marker IS 'Append-only log of deploys; written by phasegate.mark and phasegate.retire_application under the lock of the application''s row';

CREATE TABLE IF NOT EXISTS phasegate.instance (
  application text NOT NULL REFERENCES phasegate.application (name),
  instance text NOT NULL,
  version text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  last_seen timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  ttl interval NOT NULL,
  PRIMARY KEY (application, instance, version)
);
COMMENT ON TABLE phasegate.instance IS 'Heartbeats: an instance is live until last_seen + ttl';

CREATE TABLE IF NOT EXISTS phasegate.rollout (
  name text PRIMARY KEY,
  plan_id text NOT NULL,
  spec jsonb NOT NULL,
  tables text[] NOT NULL DEFAULT '{}',
  state text NOT NULL CHECK (state IN ('open', 'finished', 'undone')),
  floors jsonb NOT NULL DEFAULT '{}',
  opened_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  finished_at timestamptz
);
ALTER TABLE phasegate.rollout ADD COLUMN IF NOT EXISTS lines jsonb;
COMMENT ON TABLE phasegate.rollout IS
  'Rollouts from the start of expand on. floors: the version per application below which this rollout lets nothing start; lines: what its fingerprint was taken over, by which a foreign change is told';

CREATE TABLE IF NOT EXISTS phasegate.approval (
  plan_id text NOT NULL,
  what text NOT NULL,
  approved_by text NOT NULL DEFAULT session_user,
  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  PRIMARY KEY (plan_id, what)
);
COMMENT ON TABLE phasegate.approval IS 'What may be dropped, by the plan that drops it';

CREATE TABLE IF NOT EXISTS phasegate.backup (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  recorded_by text NOT NULL DEFAULT session_user,
  note text,
  system_identifier bigint NOT NULL,
  database_oid oid NOT NULL
);
COMMENT ON TABLE phasegate.backup IS 'Backups that somebody or something says have been taken of this database';

CREATE TABLE IF NOT EXISTS phasegate.replica (
  name text PRIMARY KEY CHECK (name <> ''),
  reads boolean NOT NULL DEFAULT true,
  named_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  named_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE phasegate.replica IS
  'Standbys that somebody has named, by the application_name in pg_stat_replication. reads: applications read from it, so that the gates ask for its replay position';

CREATE TABLE IF NOT EXISTS phasegate.event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  who text NOT NULL DEFAULT session_user,
  rollout text,
  phase text,
  what text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE phasegate.event IS 'Audit log: gates passed with their evidence, overrides with their reason, floors moved, rollouts opened and closed';

INSERT INTO phasegate.installation (schema_version, script) VALUES (@schema_version@, '@script@')
  ON CONFLICT (only_row) DO UPDATE SET schema_version = excluded.schema_version, script = excluded.script;

-- The markers that count: those of this cluster, this database and the environment it is bound to.
CREATE OR REPLACE VIEW phasegate.current_marker AS
  SELECT m.id, m.application, m.event, m.version, m.at, m.recorded_by, m.timeline
  FROM phasegate.marker m
  JOIN phasegate.installation i
    ON i.system_identifier = m.system_identifier AND i.database_oid = m.database_oid AND i.environment = m.environment
    AND m.id > i.bound_after
  WHERE i.system_identifier = (SELECT c.system_identifier FROM pg_catalog.pg_control_system() c)
    AND i.database_oid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
    AND i.relation = i.tableoid;

