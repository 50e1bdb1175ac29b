import type { Language } from '../language.ts'
import { textIn } from '../messages/text-in.ts'
import type { FindingData } from '../readiness.ts'
import { resourceMessage } from '../resources/resource-message.ts'
import { numberOf, packOf, textsOf } from './finding-data.ts'
import { RESOURCES } from './needs.ts'
import { listed } from './phrases.ts'
import type { Rule } from './rule.ts'
import { truncatedList } from './use-evidence.ts'

/**
 * Callers are half of the truth: a disk that stays attached makes no call for months, and fails when it is attached again. A service goes on
 * using a key that has moved by its id, so that the resource asks nothing of applications.
 */
export const neededByResource: Rule = {
  id: 'needed-by-resource',
  appliesTo: 'candidate',
  needs: [RESOURCES],
  texts: {
    en: {
      title: 'Cloud resources need the key',
      message: (data) => `Cloud resources are encrypted with it: ${namesOf(data, 'en')}.`,
      action: (data) =>
        `${packOf(data).applicationsKeepSdk ? 'Change nothing for their sake: the' : 'Change nothing in applications for their sake: scenario 1 of the page, the'} services keep using the key by its id after the move. ` +
        'Test one resource of each kind after it: attach a disk, restore a backup, start a database, read and write an object. ' +
        'Never disable or delete the key while they are there.',
    },
    zh: {
      title: '云资源依赖该密钥',
      message: (data) => `以下云资源使用该密钥加密：${namesOf(data, 'zh')}。`,
      action: (data) =>
        `${packOf(data).applicationsKeepSdk ? '无需为这些资源做任何改动：' : '无需为这些资源改造业务应用：对应文档的场景一，'}迁移后云产品仍通过原密钥 ID 使用该密钥。` +
        '迁移后请对每类资源抽样验证：挂载云盘、恢复备份、重启数据库实例、读写对象。资源存在期间切勿禁用或删除该密钥。',
    },
  },
  check: ({ key: { resources = [], moreResources = 0 } }) => {
    if (resources.length === 0) return undefined
    const { resources: named = [], ...rest } = truncatedList('resources', 'more', resources.map(resourceMessage))
    return { data: { resources: named, moreResources: moreResources + numberOf(rest, 'more') } }
  },
}

function namesOf(data: FindingData, language: Language): string {
  const names = textsOf(data, 'resources').map((each) => textIn(each, language))
  return listed(names, numberOf(data, 'moreResources'), language)
}
