import { either, isGiven, sub, textParameter } from './ros-words.ts'

const VPC = 'VpcId'
const SWITCH = 'VSwitchId'
const GROUP = 'SecurityGroupId'
const IN_VPC = 'InVpc'

export const NETWORK_PARAMETERS = {
  [VPC]: textParameter(
    'VPC that the functions run in: then the instance admits it and the console only. Empty: all networks.',
    '^(|vpc-[a-z0-9]+)$',
    '',
  ),
  [SWITCH]: textParameter('vSwitch of the functions in it.', '^(|vsw-[a-z0-9]+)$', ''),
  [GROUP]: textParameter('Security group of the functions in it.', '^(|sg-[a-z0-9]+)$', ''),
}

export const NETWORK_CONDITIONS = { [IN_VPC]: isGiven(VPC) }

export const NETWORK_RULES = {
  VpcIsWhole: {
    RuleCondition: { 'Fn::Or': [VPC, SWITCH, GROUP].map(isGiven) },
    Assertions: [
      {
        Assert: { 'Fn::And': [VPC, SWITCH, GROUP].map(isGiven) },
        AssertDescription: `${VPC}, ${SWITCH} and ${GROUP} go together: give all of them, or none.`,
      },
    ],
  },
}

/** Who may reach the instance: set on purpose, because the vendor's default has changed. */
export const INSTANCE_NETWORK = either(IN_VPC, 'VPC_CONSOLE', 'NORMAL')

export const NETWORK_RESOURCES = {
  InstanceInVpc: {
    Type: 'ALIYUN::OTS::VpcBinder',
    Condition: IN_VPC,
    DependsOn: 'Instance',
    Properties: {
      InstanceName: { Ref: 'InstanceName' },
      Vpcs: [
        {
          ...{ VpcId: { Ref: VPC }, VirtualSwitchId: { Ref: SWITCH } },
          ...{ InstanceVpcName: 'cmkreadiness', Network: 'VPC_CONSOLE' },
        },
      ],
    },
  },
}

/** What is handed over to whoever deploys: the address of the tables (https://www.alibabacloud.com/help/doc-detail/52671.htm), and the variables of the network that s.yaml reads. */
export interface NetworkFacts {
  readonly store: string
  readonly variables: readonly string[]
}

/** A text of Fn::Sub that is made of them, as the parameters say. */
export function byNetwork(instance: string, region: string, text: (facts: NetworkFacts) => string) {
  const store = (domain: string) => `tablestore:https://${instance}.${region}.${domain}.aliyuncs.com`
  const near = variablesOf(`vpc:${region}`, sub(VPC), `["${sub(SWITCH)}"]`, sub(GROUP))
  return either(
    IN_VPC,
    { 'Fn::Sub': text({ store: store('vpc.tablestore'), variables: near }) },
    { 'Fn::Sub': text({ store: store('ots'), variables: variablesOf('public', '', '[]', '') }) },
  )
}

function variablesOf(network: string, vpc: string, switches: string, group: string): readonly string[] {
  return [
    `export CMK_NETWORK=${network}`,
    `export DEPLOY_VPC_ID=${vpc}`,
    `export DEPLOY_VSWITCH_IDS='${switches}'`,
    `export DEPLOY_SECURITY_GROUP_ID=${group}`,
  ]
}
