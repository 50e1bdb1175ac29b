/** The part of the SDK that is called; it brings no types. */
declare module '@alicloud/fc2' {
  interface Answer {
    readonly headers: Readonly<Record<string, string>>
    readonly data: unknown
  }

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
    getFunction(service: string, name: string): Promise<Answer>
    invokeFunction(
      service: string,
      name: string,
      event: string,
      headers: Readonly<Record<string, string>>,
    ): Promise<Answer>
  }
}
