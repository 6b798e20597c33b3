"""A small catalog for the tests of this room: names that overlap, differ in language, spacing and case."""

from __future__ import annotations

from catalog.catalog import Catalog
from catalog.dimension import Dimension, DimensionType, Hierarchy, Member
from catalog.label import Label, Text
from catalog.metric import Aggregate, Metric, Term


def metric(identity: str, zh: str, en: str, *synonyms: str, definition: str = "") -> Metric:
    formula = Aggregate("sales", "sum", "amount")
    return Metric(identity, Label(zh, en, synonyms), Text(definition), formula, owner="王倩", department="运营")


def dimension(identity: str, zh: str, en: str, *members: Member, synonyms: tuple[str, ...] = (), type: DimensionType = "text") -> Dimension:
    return Dimension(identity, Label(zh, en, synonyms), "stores", identity, type, members)


METRICS = (
    metric("sales_ops", "销售额（运营口径）", "Sales (operations)", "成交额", "流水", "GMV", definition="按支付时间统计的实付金额"),
    metric("sales_fin", "销售额（财务口径）", "Sales (finance)", "确认收入", definition="按权责发生制确认的不含税收入"),
    metric("gross_margin", "毛利率", "Gross margin", "毛利占比", definition="毛利占收入的百分比"),
    metric("gross_profit", "毛利", "Gross profit"),
    metric("orders", "订单数", "Orders", "单量", "number of orders"),
    metric("repurchase_7d", "7天复购率", "7-day repurchase rate", "e-mail reach"),
    metric("conversion", "客户转化率", "Conversion rate", definition="成交客户占到店客户的比例"),
    metric("stock_days", "库存周转天数", "Days of inventory"),
    metric("revenue", "收入", "Revenue"),
    metric("inventory", "库存数量", "Inventory quantity"),
)
DIMENSIONS = (
    dimension("region", "大区", "Region", Member("华东", Label("华东", "East China", ("东区", "east"))), synonyms=("区域",)),
    dimension("city", "城市", "City"),
    dimension("store", "门店", "Store", synonyms=("店铺", "shop")),
    dimension("product_category", "品类", "Category"),
    dimension("carrier", "航空公司", "Carrier"),
    dimension("gender", "性别", "Gender"),
    dimension("grade", "等级", "Grade"),
    dimension(
        "is_member", "是否会员", "Is member", Member(True, Label("会员", "member")), Member(False, Label("非会员", "guest")), type="boolean"
    ),
    dimension("floor", "楼层", "Floor", type="number"),
)
CATALOG = Catalog(
    datasets={},
    joins=(),
    dimensions={one.id: one for one in DIMENSIONS},
    metrics={one.id: one for one in METRICS},
    hierarchies=(Hierarchy("geography", Label("地域", "Geography"), ("region", "city", "store")),),
    terms=(Term(Label("销售额", "sales", ("营业额", "turnover")), ("sales_ops", "sales_fin"), "sales_ops"),),
    fingerprint="shop",
)
VALUES = {
    "region": ["华东", "华南", "华北"],
    "city": ["上海", "长春", "São Paulo", "New York", "Paris"],
    "store": ["长春", "上海中山路店", "上海南京路店", "Kohl's", "H&M"],
    "product_category": ["3C数码", "Women's shoes", "Boxes", "饮料"],
    "carrier": ["US", "AA", "Delta Air Lines"],
    "gender": ["女", "男"],
    "grade": ["A", "B"],
    "floor": ["1", "2"],
}
