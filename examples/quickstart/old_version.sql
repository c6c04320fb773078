-- What version 1.0.0 of the shop sends. It knows the old columns only. $1 is a number that no other call has had.
-- Rows up to 10 000 are read only; those above are changed; new ones start at a million.

-- name: read_user
SELECT id, first_name, last_name, nick, email, legacy_code, visits FROM users WHERE id = 10001 + $1 % 9000
-- name: sign_up
INSERT INTO users (id, first_name, last_name, nick, email, legacy_code) VALUES ($1, 'Nora', 'N' || $1, 'nick ' || $1, $1 || '@example.org', 'code ' || $1)
-- name: sign_up_with_little
INSERT INTO users (id, first_name, email, legacy_code) VALUES ($1, 'Solo' || $1, $1 || '@example.org', 'code ' || $1)
-- name: change_last_name
UPDATE users SET last_name = 'By Old ' || $1 WHERE id = 10001 + $1 % 9000
-- name: change_nick
UPDATE users SET nick = 'nick by old ' || $1 WHERE id = 10001 + $1 % 9000
-- name: forget_nick
UPDATE users SET nick = NULL WHERE id = 10001 + $1 % 9000
-- name: forget_email
UPDATE users SET email = NULL WHERE id = 10001 + $1 % 9000
-- name: visit
UPDATE users SET visits = visits + 1 WHERE id = 10001 + $1 % 9000
-- name: save_user (full row of read_user)
UPDATE users SET first_name = $3, last_name = $4, nick = $5, email = $6, legacy_code = $7, visits = $8 WHERE id = $2 AND $1 > 0
-- name: upsert_user
INSERT INTO users (id, first_name, last_name, legacy_code, email) VALUES (10001 + $1 % 9000, 'Ute', 'Up' || $1, 'up', $1 || '@example.org') ON CONFLICT (id) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name
-- name: find_by_email
SELECT id, first_name, email FROM users WHERE email = 'user' || (1 + $1 % 20000) || '@example.org'
-- name: list_users
SELECT id, first_name, last_name, nick FROM users WHERE id BETWEEN 10001 + $1 % 9000 AND 10050 + $1 % 9000 ORDER BY id
-- never: NULL where the old schema says NOT NULL
SELECT id, first_name, legacy_code FROM users WHERE first_name IS NULL OR legacy_code IS NULL OR visits IS NULL
