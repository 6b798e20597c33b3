WITH `now` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-03-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-04-01' AS DATE)
    AND `orders`.`status` = 'done'
), `earlier` AS (
  SELECT
    SUM(`orders`.`amount`) AS `sales_previous`
  FROM `main`.`orders` AS `orders`
  WHERE
    `orders`.`ordered_at` >= CAST('2025-02-01' AS DATE)
    AND `orders`.`ordered_at` < CAST('2025-03-01' AS DATE)
    AND `orders`.`status` = 'done'
), `cells` AS (
  SELECT
    `now`.`sales` AS `sales`,
    `earlier`.`sales_previous` AS `sales_previous`
  FROM `now` AS `now`
  CROSS JOIN `earlier` AS `earlier`
), `workdays` AS (
  SELECT
    SUM(CASE WHEN `calendar`.`is_workday` THEN 1 ELSE 0 END) AS `sales_a_workday_days`,
    COUNT(`calendar`.`is_workday`) AS `days known`
  FROM `wenshu`.`calendar` AS `calendar`
  WHERE
    `calendar`.`day` >= CAST('2025-03-01' AS DATE)
    AND `calendar`.`day` < CAST('2025-04-01' AS DATE)
), `workdays_2` AS (
  SELECT
    SUM(CASE WHEN `calendar`.`is_workday` THEN 1 ELSE 0 END) AS `sales_a_workday_days_2`,
    COUNT(`calendar`.`is_workday`) AS `days known`
  FROM `wenshu`.`calendar` AS `calendar`
  WHERE
    `calendar`.`day` >= CAST('2025-02-01' AS DATE)
    AND `calendar`.`day` < CAST('2025-03-01' AS DATE)
)
SELECT
  CASE
    WHEN CAST(CASE WHEN `workdays`.`days known` = 31 THEN `workdays`.`sales_a_workday_days` END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE WHEN `workdays`.`days known` = 31 THEN `workdays`.`sales_a_workday_days` END AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales` AS DOUBLE) / CAST(CASE WHEN `workdays`.`days known` = 31 THEN `workdays`.`sales_a_workday_days` END AS DOUBLE)
  END AS `sales_a_workday`,
  CASE
    WHEN CAST(CASE
      WHEN `workdays_2`.`days known` = 28
      THEN `workdays_2`.`sales_a_workday_days_2`
    END AS DOUBLE) = 0
    THEN NULL
    WHEN CAST(CASE
      WHEN `workdays_2`.`days known` = 28
      THEN `workdays_2`.`sales_a_workday_days_2`
    END AS DOUBLE) <> 0
    THEN CAST(`cells`.`sales_previous` AS DOUBLE) / CAST(CASE
      WHEN `workdays_2`.`days known` = 28
      THEN `workdays_2`.`sales_a_workday_days_2`
    END AS DOUBLE)
  END AS `sales_a_workday_previous`
FROM `cells` AS `cells`
CROSS JOIN `workdays` AS `workdays`
CROSS JOIN `workdays_2` AS `workdays_2`
