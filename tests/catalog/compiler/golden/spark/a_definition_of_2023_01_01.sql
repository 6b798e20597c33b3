WITH `now` AS (
  SELECT
    COUNT(*) AS `turned`
  FROM `main`.`orders` AS `orders`
), `now_2` AS (
  SELECT
    SUM(`refunds`.`amount`) AS `refunded`
  FROM `main`.`refunds` AS `refunds`
)
SELECT
  `now`.`turned` AS `turned`,
  CASE
    WHEN CAST(`now`.`turned` AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(`now`.`turned` AS DOUBLE) <> 0
    THEN CAST(CASE
      WHEN CAST(`now`.`turned` AS DOUBLE) = 0
      THEN NULL
      WHEN CAST(`now`.`turned` AS DOUBLE) <> 0
      THEN CAST(`now_2`.`refunded` AS DOUBLE) / CAST(`now`.`turned` AS DOUBLE)
    END AS DOUBLE) / CAST(`now`.`turned` AS DOUBLE)
  END AS `rate_of_rate`
FROM `now` AS `now`
CROSS JOIN `now_2` AS `now_2`
