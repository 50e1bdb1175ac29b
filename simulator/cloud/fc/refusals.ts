import { Refusal } from '../http/refusal.ts'

// Codes and statuses: vendor's page "Error codes" of Function Compute.

export const denied = (action: string, resource: string) =>
  new Refusal(403, 'AccessDenied', `the caller is not authorized to perform '${action}' on resource '${resource}'`)
export const wrongSignature = () =>
  new Refusal(
    403,
    'SignatureNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your access key and signing method',
  )
export const unknownKey = (id: string) => new Refusal(403, 'InvalidAccessKeyID', `invalid access key ID '${id}'`)
export const badToken = () => new Refusal(403, 'InvalidSecurityToken', 'the security token is invalid')
export const expiredToken = () => new Refusal(403, 'SecurityTokenExpired', 'the security token has expired')
export const missingHeader = (name: string) =>
  new Refusal(400, 'MissingRequiredHeader', `required HTTP header ${name} was not specified`)
export const invalidArgument = (message: string) => new Refusal(400, 'InvalidArgument', message)
export const pathNotSupported = (path: string, method: string) =>
  new Refusal(400, 'PathNotSupported', `'${path}' against '${method}' is not supported`)
export const entityTooLarge = (bytes: number) =>
  new Refusal(400, 'EntityTooLarge', `payload size exceeds maximum allowed size (${bytes} bytes)`)
export const serviceNotFound = (name: string) => new Refusal(404, 'ServiceNotFound', `service '${name}' does not exist`)
export const functionNotFound = (name: string) =>
  new Refusal(404, 'FunctionNotFound', `function '${name}' does not exist`)
/** The code is the one that the vendor's own sample looks for; of 3.0 the page tells no code but 409. */
export const alreadyExists = (id: string) =>
  new Refusal(409, 'StatefulAsyncInvocationAlreadyExists', `stateful async invocation '${id}' already exists`)
export const throttled = () =>
  new Refusal(429, 'ResourceThrottled', 'Your request is denied due to flow control, please try again later')
