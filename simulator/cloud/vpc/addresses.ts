/** An elastic IP address. */
export interface Eip {
  id: string
  address: string
  status: 'Available' | 'InUse'
}

export interface NatGateway {
  id: string
  /** `intranet`: a VPC NAT gateway, whose addresses are private. */
  networkType: 'internet' | 'intranet'
  addresses: string[]
}

/** An EIP that is bound to something. */
export function eip(address: string, fields: Partial<Eip> = {}): Eip {
  return { id: `eip-${address.replaceAll('.', '')}`, address, status: 'InUse', ...fields }
}

/** A NAT gateway to the internet. */
export function natGateway(id: string, addresses: string[], fields: Partial<NatGateway> = {}): NatGateway {
  return { id, networkType: 'internet', addresses, ...fields }
}
