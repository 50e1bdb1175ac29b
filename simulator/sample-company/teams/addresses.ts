/** Addresses that are set aside for examples (RFC 5737): they are nobody's. */

/** The company's EIPs and NAT gateways on Alibaba Cloud: what it writes into CMK_OWN_CIDRS. */
export const OWN_RANGES = ['203.0.113.0/26']
export const OWN_EIP = '203.0.113.20'

/** The tills' carrier, somewhere in the country. */
export const SHOP_FLOOR = '198.51.100.77'
/** A partner's data centre. */
export const PARTNER = '192.0.2.140'
