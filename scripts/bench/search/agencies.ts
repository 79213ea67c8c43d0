import type { InventedAgency } from '../feeds/new-agencies.ts';

const PLACES: readonly (readonly [string, string])[] = [
  ['乌鲁木齐', '650102'],
  ['克拉玛依', '650203'],
  ['吐鲁番', '650402'],
  ['哈密', '650502'],
  ['昌吉', '652301'],
  ['阿克苏', '652901'],
  ['喀什', '653101'],
  ['伊犁', '654002'],
];
const CHARACTERS = [
  ...'天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔',
  ...'龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐吊民伐罪周发殷汤坐朝问道垂拱平章爱育黎首臣伏戎羌遐迩一体率宾归王鸣凤在竹白驹食场化被草木赖及万方',
];
/** What agencies do, and the same in traditional characters. */
const KINDS: readonly (readonly [string, string])[] = [
  ['信用服务', '信用服務'],
  ['信用评估', '信用評估'],
  ['征信', '徵信'],
  ['资信评级', '資信評級'],
  ['信用管理', '信用管理'],
  ['信用科技', '信用科技'],
];

/** The name and place of an agency by its number: the same always, and spread over places, brands and kinds. */
export function agencyOf(number: number): InventedAgency {
  const [place, division] = PLACES[number % PLACES.length] ?? ['新疆', '650102'];
  return { name: `${place}${brandOf(number)}${kindOf(number)[0]}有限公司`, division };
}

/** The brand and the kind of an agency as a reader of traditional characters types them. */
export function traditionalPartOf(number: number): string {
  return `${brandOf(number)}${kindOf(number)[1]}`;
}

function kindOf(number: number): readonly [string, string] {
  return KINDS[Math.floor(number / 7) % KINDS.length] ?? ['', ''];
}

/** The part of a name that tells one agency from others. */
export function brandOf(number: number): string {
  const first = CHARACTERS[number % CHARACTERS.length] ?? '';
  const second = CHARACTERS[Math.floor(number / CHARACTERS.length) % CHARACTERS.length] ?? '';
  return number % 3 === 0
    ? `${first}${second}${CHARACTERS[(number * 31) % CHARACTERS.length] ?? ''}`
    : `${first}${second}`;
}
