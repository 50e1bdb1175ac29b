/** User agents as the SDKs' and tools' sources build them (`test/domain/sdk-agents.ts` names these), each with versions of its time. */
export const AGENT = {
  javaOld: 'AlibabaCloud (Linux; amd64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient',
  javaTea: 'AlibabaCloud (Linux; amd64) Java/17.0.9+9-LTS tea-util/0.2.21 TeaDSL/1',
  goOld: 'AlibabaCloud (linux; amd64) Golang/1.18.3 Core/1.61.1755',
  goTea: 'AlibabaCloud (linux; amd64) Golang/1.21.5 Core/0.01 TeaDSL/2',
  pythonOld:
    'AlibabaCloud (Linux 3.10.0-693.2.2.el7.x86_64;x86_64) Python/2.7.5 Core/2.13.16 python-requests/2.18.3 client/lake',
  pythonTea: 'AlibabaCloud (Linux; x86_64) Python/3.10.12 Core/0.3.6 TeaDSL/2',
  nodeOld: 'AlibabaCloud (linux; x64) Node.js/v14.21.3 Core/1.8.0',
  nodeTea: 'AlibabaCloud (linux; x64) Node.js/v18.19.0 Core/1.0.1 TeaDSL/2',
  phpOld: 'AlibabaCloud (Linux 4.19.91; x86_64) Client/1.5.32 PHP/7.4.33 SDK/1.8',
  phpTea: 'AlibabaCloud (Linux; fpm-fcgi) PHP/8.1.2 Core/1.0 TeaDSL/2',
  dotnetOld: 'Alibaba Cloud (Microsoft Windows NT 10.0.17763.0) netcoreapp/6.0.1 Core/1.5.1',
  dotnetTea: 'AlibabaCloud (Unix 5.10.0.0) netcoreapp/8.0.1 Core/1.0.9.0 TeaDSL/1',
  cppTea: 'AlibabaCloud (Linux; x86_64) C++/201703 Core/1.0.0-beta TeaDSL/2',
  swift: 'AlibabaCloud iOS/16.4.0 Swift Core/TeaUtils/1.0.5 TeaDSL/1 ',
  ruby: 'AlibabaCloud (linux; x86_64) Ruby/2.7.8 Core/0.0.17',
  cli: 'AlibabaCloud (darwin; arm64) Golang/1.20.4 Core/0.0.1 Aliyun-CLI/3.0.189',
  terraform:
    'AlibabaCloud (linux; amd64) Golang/1.20.14 Core/0.01 TeaDSL/1 HashiCorp-Terraform/1.5.7 Terraform-Provider/1.217.0',
  ownGateway: 'hanshan-key-gateway/3.2 (build 4711)',
  console: 'AliyunConsole',
} as const
