-- The stores, and every open store-day with the orders and visitors to expect. weight: about ten orders a day each; rent: yuan a sqm and month.
CREATE TEMP TABLE store_plan AS FROM (VALUES
    (101, '上海南京路店', '华东', '上海市', '上海', '购物中心', DATE '2016-05-20', NULL::DATE, 420, 1.75, 222),
    (102, '上海陆家嘴店', '华东', '上海市', '上海', '购物中心', DATE '2017-09-16', NULL, 360, 1.45, 216),
    (103, '上海长春路店', '华东', '上海市', '上海', '街边店', DATE '2018-04-28', NULL, 180, 0.72, 271),
    (104, '上海徐家汇店', '华东', '上海市', '上海', '购物中心', DATE '2018-11-03', NULL, 330, 1.40, 209),
    (105, '上海北京东路店', '华东', '上海市', '上海', '街边店', DATE '2019-06-15', NULL, 190, 0.78, 288),
    (106, '杭州湖滨店', '华东', '浙江省', '杭州', '购物中心', DATE '2017-05-01', NULL, 340, 1.38, 188),
    (107, '杭州西溪店', '华东', '浙江省', '杭州', '社区店', DATE '2020-08-22', NULL, 170, 0.74, 107),
    (108, '宁波天一店', '华东', '浙江省', '宁波', '购物中心', DATE '2019-01-12', NULL, 260, 1.02, 139),
    (109, '温州五马街店', '华东', '浙江省', '温州', '街边店', DATE '2021-03-20', NULL, 180, 0.76, 125),
    (110, '南京新街口店', '华东', '江苏省', '南京', '购物中心', DATE '2016-10-01', NULL, 330, 1.34, 174),
    (111, '南京江宁店', '华东', '江苏省', '南京', '社区店', DATE '2021-06-05', NULL, 170, 0.68, 99),
    (112, '苏州观前街店', '华东', '江苏省', '苏州', '街边店', DATE '2018-07-21', NULL, 220, 0.92, 144),
    (113, '无锡三阳店', '华东', '江苏省', '无锡', '购物中心', DATE '2020-01-11', NULL, 240, 0.96, 211),
    (114, '合肥淮河路店', '华东', '安徽省', '合肥', '街边店', DATE '2020-12-19', NULL, 210, 0.88, 104),
    (115, '济南泉城路店', '华东', '山东省', '济南', '购物中心', DATE '2019-09-28', NULL, 270, 1.06, 120),
    (116, '青岛台东店', '华东', '山东省', '青岛', '街边店', DATE '2018-05-26', NULL, 230, 0.98, 121),
    (117, '广州天河店', '华南', '广东省', '广州', '购物中心', DATE '2016-12-24', NULL, 360, 1.58, 155),
    (118, '广州北京路店', '华南', '广东省', '广州', '街边店', DATE '2018-01-20', NULL, 230, 1.10, 139),
    (119, '广州番禺店', '华南', '广东省', '广州', '社区店', DATE '2021-09-11', NULL, 170, 0.76, 124),
    (120, '深圳福田店', '华南', '广东省', '深圳', '购物中心', DATE '2017-03-18', NULL, 340, 1.52, 160),
    (121, '深圳南山店', '华南', '广东省', '深圳', '购物中心', DATE '2019-04-13', NULL, 310, 1.36, 151),
    (122, '东莞鸿福路店', '华南', '广东省', '东莞', '购物中心', DATE '2020-10-17', NULL, 240, 0.98, 95),
    (123, '佛山祖庙店', '华南', '广东省', '佛山', '街边店', DATE '2019-12-07', NULL, 200, 0.90, 92),
    (124, '珠海香洲店', '华南', '广东省', '珠海', '社区店', DATE '2022-04-16', NULL, 160, 0.66, 74),
    (125, '南宁朝阳店', '华南', '广西壮族自治区', '南宁', '街边店', DATE '2020-06-20', NULL, 210, 0.86, 72),
    (126, '厦门中山路店', '华南', '福建省', '厦门', '街边店', DATE '2018-10-20', NULL, 210, 0.96, 111),
    (127, '海口国贸店', '华南', '海南省', '海口', '购物中心', DATE '2022-12-10', NULL, 230, 0.82, 81),
    (128, '北京王府井店', '华北', '北京市', '北京', '购物中心', DATE '2016-09-10', NULL, 390, 1.62, 167),
    (129, '北京朝阳店', '华北', '北京市', '北京', '购物中心', DATE '2018-03-24', NULL, 330, 1.38, 157),
    (130, '北京中关村店', '华北', '北京市', '北京', '购物中心', DATE '2019-05-18', NULL, 280, 1.20, 148),
    (131, '北京通州店', '华北', '北京市', '北京', '社区店', DATE '2021-11-06', NULL, 180, 0.74, 146),
    (132, '天津滨江道店', '华北', '天津市', '天津', '街边店', DATE '2018-08-18', NULL, 230, 0.98, 99),
    (133, '天津和平店', '华北', '天津市', '天津', '购物中心', DATE '2020-09-26', NULL, 250, 0.94, 95),
    (134, '石家庄中山路店', '华北', '河北省', '石家庄', '街边店', DATE '2019-10-19', NULL, 220, 0.86, 74),
    (135, '太原柳巷店', '华北', '山西省', '太原', '街边店', DATE '2020-05-30', NULL, 210, 0.82, 70),
    (136, '呼和浩特中山西路店', '华北', '内蒙古自治区', '呼和浩特', '街边店', DATE '2022-07-09', NULL, 190, 0.64, 58),
    (137, '武汉江汉路店', '华中', '湖北省', '武汉', '街边店', DATE '2017-06-17', NULL, 270, 1.20, 104),
    (138, '武汉光谷店', '华中', '湖北省', '武汉', '购物中心', DATE '2018-12-15', NULL, 280, 1.22, 102),
    (139, '武汉楚河店', '华中', '湖北省', '武汉', '购物中心', DATE '2020-11-14', NULL, 250, 0.98, 97),
    (140, '长沙五一广场店', '华中', '湖南省', '长沙', '购物中心', DATE '2017-11-25', NULL, 290, 1.32, 106),
    (141, '长沙梅溪湖店', '华中', '湖南省', '长沙', '社区店', DATE '2021-05-15', NULL, 170, 0.74, 65),
    (142, '郑州二七店', '华中', '河南省', '郑州', '购物中心', DATE '2018-06-09', NULL, 290, 1.20, 92),
    (143, '郑州郑东店', '华中', '河南省', '郑州', '社区店', DATE '2022-03-12', NULL, 180, 0.74, 63),
    (144, '南昌八一店', '华中', '江西省', '南昌', '街边店', DATE '2019-08-24', NULL, 210, 0.88, 76),
    (145, '成都春熙路店', '西南', '四川省', '成都', '购物中心', DATE '2017-01-14', NULL, 340, 1.50, 121),
    (146, '成都高新店', '西南', '四川省', '成都', '社区店', DATE '2020-04-25', NULL, 190, 0.86, 74),
    (147, '成都天府店', '西南', '四川省', '成都', '购物中心', DATE '2026-05-01', NULL, 280, 1.10, 104),
    (148, '重庆解放碑店', '西南', '重庆市', '重庆', '购物中心', DATE '2017-08-19', NULL, 310, 1.36, 109),
    (149, '重庆观音桥店', '西南', '重庆市', '重庆', '购物中心', DATE '2019-03-16', NULL, 270, 1.12, 99),
    (150, '昆明南屏街店', '西南', '云南省', '昆明', '街边店', DATE '2019-07-27', NULL, 220, 0.90, 76),
    (151, '贵阳喷水池店', '西南', '贵州省', '贵阳', '街边店', DATE '2021-01-23', NULL, 200, 0.80, 90),
    (152, '绵阳临园店', '西南', '四川省', '绵阳', '社区店', DATE '2025-04-18', NULL, 170, 0.62, 51),
    (153, '沈阳中街店', '东北', '辽宁省', '沈阳', '街边店', DATE '2017-10-14', NULL, 270, 1.02, 92),
    (154, '沈阳太原街店', '东北', '辽宁省', '沈阳', '购物中心', DATE '2019-11-16', DATE '2025-12-31', 260, 0.72, 97),
    (155, '大连青泥洼店', '东北', '辽宁省', '大连', '购物中心', DATE '2018-09-15', NULL, 260, 0.98, 90),
    (156, '哈尔滨中央大街店', '东北', '黑龙江省', '哈尔滨', '街边店', DATE '2018-12-01', NULL, 250, 1.00, 86),
    (157, '长春重庆路店', '东北', '吉林省', '长春', '街边店', DATE '2020-07-18', NULL, 220, 0.84, 72),
    (158, '长春红旗街店', '东北', '吉林省', '长春', '购物中心', DATE '2022-09-24', NULL, 230, 0.70, 112),
    (159, '西安钟楼店', NULL, '陕西省', '西安', '街边店', DATE '2025-06-14', NULL, 220, 0.90, 77),
    (160, '云杉线上旗舰店(华东)', '华东', '浙江省', '杭州', '线上旗舰', DATE '2019-05-20', NULL, NULL, 4.60, 0),
    (161, '云杉线上旗舰店(华南)', '华南', '广东省', '广州', '线上旗舰', DATE '2020-05-20', NULL, NULL, 3.60, 0),
    (162, '云杉线上旗舰店(华北)', '华北', '天津市', '天津', '线上旗舰', DATE '2021-05-20', NULL, NULL, 2.60, 0)
) v(store_id, store_name, region, province, city, format, opened_on, closed_on, area_sqm, weight, rent_sqm);

CREATE TEMP TABLE yearly_growth AS FROM (VALUES
    ('华东', -0.030), ('华南', 0.030), ('华北', -0.020), ('华中', 0.020), ('西南', 0.050), ('东北', -0.080)
) v(region, rate);

CREATE TEMP TABLE weekday_pull AS FROM (VALUES
    ('购物中心', [0.84, 0.82, 0.84, 0.89, 1.06, 1.33, 1.22]), ('街边店', [0.89, 0.87, 0.89, 0.92, 1.04, 1.23, 1.16]),
    ('社区店', [0.96, 0.95, 0.95, 0.97, 1.00, 1.09, 1.08]), ('线上旗舰', [1.04, 1.02, 1.00, 1.00, 0.98, 0.96, 1.00])
) v(format, pull);

CREATE TEMP TABLE store_days AS
WITH open_days AS (
    SELECT s.*, d.day, CASE s.format WHEN '线上旗舰' THEN 'online' ELSE 'store' END AS kind, p.discount AS festival_discount,
           CASE s.format WHEN '线上旗舰' THEN p.online ELSE p.in_store END * w.pull[isodow(d.day)] AS pull,
           dice('store-day|' || s.store_id || '|' || d.day) AS dice
    FROM store_plan s
    JOIN days d ON d.day >= s.opened_on AND d.day <= coalesce(s.closed_on, d.day)
    JOIN day_pull p USING (day)
    JOIN weekday_pull w USING (format)
    WHERE NOT EXISTS (FROM closures c WHERE c.store_id = s.store_id AND d.day BETWEEN c.from_date AND c.to_date)
), moved AS (
    SELECT o.store_id, o.day, list(b.orders_factor::DOUBLE ORDER BY b.code) AS orders_factors,
           list(b.visitors_factor::DOUBLE ORDER BY b.code) AS visitors_factors
    FROM open_days o
    JOIN boosts b ON o.day BETWEEN b.from_date AND b.to_date AND o.kind = b.kind
                 AND coalesce(b.region = o.region, b.region IS NULL) AND coalesce(b.store_id = o.store_id, true)
    GROUP BY o.store_id, o.day
), sized AS (
    SELECT o.*, m.visitors_factors,
           o.weight * 8.56 * getvariable('orders_scale') * o.pull * (0.86 + 0.28 * draw(o.dice, 0))
               * (1 + coalesce(g.rate, 0) * (o.day - DATE '2025-09-01') / 365.0)
               * least(1.0, 0.7 + (o.day - o.opened_on) / 600.0) AS usual_orders,
           list_reduce(coalesce(m.orders_factors, [1.0]), lambda a, b: a * b) AS orders_factor,
           list_reduce(coalesce(m.visitors_factors, [1.0]), lambda a, b: a * b) AS visitors_factor
    FROM open_days o
    LEFT JOIN moved m ON m.store_id = o.store_id AND m.day = o.day
    LEFT JOIN yearly_growth g ON g.region = o.region
)
SELECT s.day, s.store_id, s.region, s.format, s.kind, s.festival_discount, s.usual_orders, s.visitors_factor, s.dice,
       floor(s.usual_orders * s.orders_factor + draw(s.dice, 1))::INTEGER AS orders,
       0.05 + coalesce(p.added_share, 0)::DOUBLE AS group_share
FROM sized s
LEFT JOIN group_pushes p ON p.region = s.region AND s.kind = 'store' AND s.day BETWEEN p.from_date AND p.to_date;
