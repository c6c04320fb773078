-- While both versions run, both sides of every row must say the same. Rows that this returns do not.
SELECT id, first_name, last_name, display_name, nick, nickname FROM users
WHERE display_name IS DISTINCT FROM concat_ws(' ', first_name, last_name) OR nick IS DISTINCT FROM nickname
