-- What version 2.0.0 of the shop sends. It knows the new columns only.

-- name: read_user
SELECT id, display_name, nickname, email, visits FROM users WHERE id = 10001 + $1 % 9000
-- name: sign_up
INSERT INTO users (id, display_name, nickname, email) VALUES ($1, 'Mara M' || $1, 'nick ' || $1, $1 || '@example.org')
-- name: sign_up_with_little
INSERT INTO users (id, display_name, email) VALUES ($1, 'Solo' || $1, $1 || '@example.org')
-- name: change_name
UPDATE users SET display_name = 'Renamed By New ' || $1 WHERE id = 10001 + $1 % 9000
-- name: change_nickname
UPDATE users SET nickname = 'nick by new ' || $1 WHERE id = 10001 + $1 % 9000
-- name: forget_nickname
UPDATE users SET nickname = NULL WHERE id = 10001 + $1 % 9000
-- name: change_email
UPDATE users SET email = 'by-new-' || $1 || '@example.org' WHERE id = 10001 + $1 % 9000
-- name: visit
UPDATE users SET visits = visits + 1 WHERE id = 10001 + $1 % 9000
-- name: save_user (full row of read_user)
UPDATE users SET display_name = $3, nickname = $4, email = coalesce($5, 'unknown-' || id || '@example.org'), visits = $6 WHERE id = $2 AND $1 > 0
-- name: upsert_user
INSERT INTO users (id, display_name, email) VALUES (10001 + $1 % 9000, 'Ulf Up' || $1, $1 || '@example.org') ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, nickname = 'upsert ' || $1
-- name: find_by_email
SELECT id, display_name, email FROM users WHERE email = 'user' || (1 + $1 % 20000) || '@example.org'
-- name: list_users
SELECT id, display_name, nickname FROM users WHERE id BETWEEN 10001 + $1 % 9000 AND 10050 + $1 % 9000 ORDER BY id
-- never: NULL where the new schema says NOT NULL
SELECT id, display_name FROM users WHERE display_name IS NULL OR visits IS NULL
