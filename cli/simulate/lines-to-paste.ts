import type { SampleCompany } from '../../simulator/sample-company/sample-company.ts'

const CLI = 'npm run -s cli --'
/** Stands before a command that the auditor may not run. */
const AS_OPERATOR =
  'ALIBABA_CLOUD_ACCESS_KEY_ID=$SIMULATED_OPERATOR_ACCESS_KEY_ID ALIBABA_CLOUD_ACCESS_KEY_SECRET=$SIMULATED_OPERATOR_ACCESS_KEY_SECRET'

/** What can be tried in the simulated cloud, as lines for a shell that has the printed environment. Every source has a table of its own: it begins with nothing. */
export function linesToPaste({ sources, probeKey: { alias, region } }: SampleCompany): readonly string[] {
  const { lookup, ...others } = sources
  const bySource = Object.entries(others).map(
    ([name, source]) => `CMK_STORE=sqlite:simulated-${name}.db CMK_SOURCE=${source} ${CLI} audit`,
  )
  return [
    `# the auditor, by each source: ${lookup} takes two minutes at ActionTrail's quota`,
    `${CLI} audit`,
    ...bySource,
    `CMK_SOURCE=${sources.sls} ${CLI} doctor`,
    `CMK_STORE=sqlite:simulated-sls.db ${CLI} evidence`,
    '# the operator, who may use a key and make a trail: the first is shown within a minute, the second takes about twelve',
    `CMK_STORE=sqlite:simulated-sls.db CMK_SOURCE=${sources.sls} ${AS_OPERATOR} ${CLI} doctor --probe ${alias} --region ${region} --yes`,
    `${AS_OPERATOR} ${CLI} evidence setup`,
    `${AS_OPERATOR} ${CLI} evidence setup --apply --yes`,
  ]
}
