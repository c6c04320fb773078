-- After the rollout: rows that either version has signed up, and that do not hold what it wrote.
SELECT id, display_name, nickname, email FROM users
WHERE id >= 1000000
  AND (display_name NOT IN ('Nora N' || id, 'Mara M' || id, 'Solo' || id)
       OR nickname IS DISTINCT FROM CASE WHEN display_name NOT LIKE 'Solo%' THEN 'nick ' || id END
       OR email IS DISTINCT FROM id || '@example.org')
