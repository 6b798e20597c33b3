WITH `now` AS (
  SELECT
    CASE
      WHEN `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      THEN '2024-01-01/2024-12-31'
      ELSE '2025-01-01/2025-12-31'
    END AS `period`,
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    (
      `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      OR `orders`.`ordered_at` >= CAST('2025-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2026-01-01' AS DATE)
    )
    AND `orders`.`status` = 'done'
  GROUP BY
    CASE
      WHEN `orders`.`ordered_at` >= CAST('2024-01-01' AS DATE)
      AND `orders`.`ordered_at` < CAST('2025-01-01' AS DATE)
      THEN '2024-01-01/2024-12-31'
      ELSE '2025-01-01/2025-12-31'
    END
), `now_2` AS (
  SELECT
    CASE
      WHEN `refunds`.`refunded_on` >= CAST('2024-01-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2025-01-01' AS DATE)
      THEN '2024-01-01/2024-12-31'
      ELSE '2025-01-01/2025-12-31'
    END AS `period`,
    SUM(`refunds`.`amount`) AS `refunded`
  FROM `main`.`refunds` AS `refunds`
  WHERE
    (
      `refunds`.`refunded_on` >= CAST('2024-01-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2025-01-01' AS DATE)
      OR `refunds`.`refunded_on` >= CAST('2025-01-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2026-01-01' AS DATE)
    )
  GROUP BY
    CASE
      WHEN `refunds`.`refunded_on` >= CAST('2024-01-01' AS DATE)
      AND `refunds`.`refunded_on` < CAST('2025-01-01' AS DATE)
      THEN '2024-01-01/2024-12-31'
      ELSE '2025-01-01/2025-12-31'
    END
)
SELECT
  COALESCE(`now`.`period`, `now_2`.`period`) AS `period`,
  `now`.`sales` AS `sales`,
  `now_2`.`refunded` AS `refunded`
FROM `now` AS `now`
FULL JOIN `now_2` AS `now_2`
  ON `now`.`period` IS NOT DISTINCT FROM `now_2`.`period`
ORDER BY
  `period` ASC NULLS LAST
