import { editsBetween, nearest } from '../domain/nearest.ts'
import { normalForm } from '../domain/normal-form.ts'

/**
 * The regions that KMS has or had a public endpoint in: those of the endpoint map of the vendor's SDK (github.com/alibabacloud-go/kms-20160120,
 * client/client.go, read 2026-11), the government cloud, and two that were closed. A region that is not here may be new.
 */
export const KMS_REGIONS = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'cn-beijing',
  'cn-beijing-finance-1',
  'cn-chengdu',
  'cn-fuzhou',
  'cn-guangzhou',
  'cn-hangzhou',
  'cn-hangzhou-finance',
  'cn-heyuan',
  'cn-hongkong',
  'cn-huhehaote',
  'cn-north-2-gov-1',
  'cn-qingdao',
  'cn-shanghai',
  'cn-shanghai-finance-1',
  'cn-shenzhen',
  'cn-shenzhen-finance-1',
  'cn-wuhan-lr',
  'cn-wulanchabu',
  'cn-zhangjiakou',
  'cn-zhengzhou-jva',
  'eu-central-1',
  'eu-west-1',
  'me-central-1',
  'me-east-1',
  'us-east-1',
  'us-west-1',
] as const

/** `cn-`: what a region id begins with. */
const AREA = /^[a-z]{2}[-_]/
/** Cities differ by three letters, such as Nanjing and Beijing. */
const MAX_EDITS = 2

/** The region that a name which is none was meant for. Another number, or another area, is another region: `us-west-2` is not `us-west-1`. */
export function regionMeant(name: string, known: readonly string[] = KMS_REGIONS): string | undefined {
  const numbers = (text: string) => text.replace(/\D+/g, ' ').trim()
  const alike = known.filter((region) => numbers(name) === '' || numbers(region) === numbers(name))
  const area = AREA.exec(normalForm(name))?.[0]
  const there = alike.filter((region) => area === undefined || editsBetween(area.slice(0, 2), region.slice(0, 2)) < 2)
  return nearest(name, there, MAX_EDITS) ?? nearest(`cn-${name}`, alike, MAX_EDITS)
}

/** The same for the regions of a list that are none. */
export function regionsHint(list: string): string {
  const meant = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '' && !(KMS_REGIONS as readonly string[]).includes(item))
    .flatMap((item) => regionMeant(item) ?? [])
  return meant.length === 0 ? '' : `; did you mean ${meant.join(', ')}?`
}

/** Says that there is no such region, and which was probably meant. */
export function noRegion(name: string, known?: readonly string[]): { readonly what: string; readonly meant?: string } {
  const meant = regionMeant(name, known)
  return { what: `${name} is not a region of KMS`, ...(meant === undefined ? {} : { meant }) }
}
