import type { Client, Network } from './caller.ts'
import type { Language } from './language.ts'

/** Names that are the same in every language are given once. */
type Name = string | Readonly<Record<Language, string>>

/** Clients as their makers write them. */
const CLIENT_NAMES: Readonly<Record<Client, Name>> = {
  java: 'Java',
  go: 'Go',
  python: 'Python',
  nodejs: 'Node.js',
  php: 'PHP',
  dotnet: '.NET',
  cpp: 'C++',
  swift: 'Swift',
  ruby: 'Ruby',
  cli: 'Alibaba Cloud CLI',
  terraform: 'Terraform',
  console: { en: 'console', zh: '控制台' },
  'cloud-service': { en: 'cloud service', zh: '云服务' },
  unknown: { en: 'unknown language', zh: '语言未知' },
}

const NETWORK_NAMES: Readonly<Record<Network, Name>> = {
  vpc: 'VPC',
  internal: { en: 'internal network', zh: '内网' },
  'own-network': { en: 'own public address', zh: '自有公网地址' },
  public: { en: 'public network', zh: '公网' },
  'cloud-service': { en: 'cloud service', zh: '云服务' },
  unknown: { en: 'unknown network', zh: '网络未知' },
}

/** A client in words; text that is none of them stays as it is, for rows that another version wrote. */
export function clientName(client: string, language: Language): string {
  return nameOf((CLIENT_NAMES as Readonly<Record<string, Name>>)[client] ?? client, language)
}

/** A network in words, like `clientName`. */
export function networkName(network: string, language: Language): string {
  return nameOf((NETWORK_NAMES as Readonly<Record<string, Name>>)[network] ?? network, language)
}

function nameOf(name: Name, language: Language): string {
  return typeof name === 'string' ? name : name[language]
}
