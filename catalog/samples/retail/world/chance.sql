-- Chance that is always the same: 64 bits of md5 over the seed and a key, cut into four draws of [0, 1).
-- md5 is the same in every release and on every machine; random() and hash() are not.
CREATE TEMP MACRO dice(key) AS md5_number_lower(getvariable('seed') || '|' || key);
CREATE TEMP MACRO draw(dice, part) AS ((dice >> (16 * part)) & 65535) / 65536e0;
CREATE TEMP MACRO pick(dice, part, choices) AS choices[1 + floor(draw(dice, part) * len(choices))::INTEGER];
CREATE TEMP MACRO person(dice) AS
    pick(dice, 0, ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林', '何', '郭', '马', '罗'])
    || pick(dice, 1, ['', '', '晓', '文', '志', '雅', '海', '丽', '建', '思', '佳', '子', '雨', '明'])
    || pick(dice, 2, ['伟', '芳', '娜', '敏', '静', '强', '磊', '洋', '艳', '勇', '军', '杰', '娟', '涛', '超', '霞', '平', '刚', '桂', '琳']);
