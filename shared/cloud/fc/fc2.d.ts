/** The part of the SDK that is called; it brings no types. */
declare module '@alicloud/fc2' {
  export default class Client {
    constructor(
      accountId: string,
      config: {
        readonly accessKeyID: string
        readonly accessKeySecret: string
        /** Sent only where `accessKeyID` begins with `STS`. */
        readonly securityToken?: string
        readonly region: string
        readonly endpoint: string
        /** Milliseconds. */
        readonly timeout: number
      },
    )
    getFunction(service: string, name: string): Promise<unknown>
    invokeFunction(
      service: string,
      name: string,
      event: string,
      headers: Readonly<Record<string, string>>,
    ): Promise<unknown>
  }
}
