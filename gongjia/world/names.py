"""Names nobody could take for real ones: every one carries the mark 「演示」."""

from random import Random

MARK = "「演示」"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎金朴崔安"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅春生文辉力民永健世广安宁海山仁波贵福生龙元全胜学祥"
)
TRADES = (
    "速递", "餐饮", "建筑", "汽车零部件", "物流", "商贸", "物业", "保洁", "食品", "医药", "纺织", "机械", "电子", "运输",
    "装饰", "农业", "林业", "矿业", "热力", "环卫", "家政", "网络科技", "教育咨询", "酒店", "印刷",
)  # fmt: skip
WORDS = "安顺达兴隆泰和盛嘉瑞恒信诚远鸿利民康源丰美华新天宏博创"
PLATFORMS = ("松江外卖平台", "白山网约车平台", "长白同城快递平台", "雪原货运平台", "北国家政平台")


def person_name(random: Random) -> str:
    given = random.choice(GIVEN) + (random.choice(GIVEN) if random.random() < 0.7 else "")
    return random.choice(SURNAMES) + given + MARK


def employer_name(random: Random, place: str) -> str:
    word = "".join(random.choice(WORDS) for _ in range(2))
    return f"{place}{word}{random.choice(TRADES)}有限公司{MARK}"
