import type { Client } from '../../../shared/domain/caller.ts'

/** A user agent that an SDK or a tool builds, and where its source does. */
export interface SdkAgent {
  readonly agent: string
  readonly client: Client
  /** Repository on GitHub and file. */
  readonly source: string
}

/** Written from the sources named, with values as their runtimes give them. Not from the rule under test. */
export const SDK_AGENTS: readonly SdkAgent[] = [
  {
    agent: 'AlibabaCloud (Mac OS X; x86_64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient',
    client: 'java',
    source: 'aliyun/aliyun-openapi-java-sdk aliyun-java-sdk-core/…/http/UserAgentConfig.java',
  },
  {
    agent: 'AlibabaCloud (Windows Server 2019; amd64) Java/11.0.20+8-LTS Core/4.6.4 HTTPClient/CompatibleUrlConnClient',
    client: 'java',
    source: 'aliyun/aliyun-openapi-java-sdk aliyun-java-sdk-core/…/DefaultAcsClient.java',
  },
  {
    agent:
      'AlibabaCloud (Linux; amd64) Java/1.8.0_382-b05 Core/4.5.18 HTTPClient/ApacheHttpClient AliyunEncSDK-java/1.0.5',
    client: 'java',
    source: 'aliyun/alibabacloud-encryption-sdk-java …/kms/AliyunKmsClientFactory.java',
  },
  {
    agent: 'AlibabaCloud (Linux; aarch64) Java/17.0.9+9-LTS tea-util/0.2.21 TeaDSL/1',
    client: 'java',
    source: 'aliyun/tea-util java/…/Common.java',
  },
  {
    agent: 'AlibabaCloud (Linux; amd64) Java/21.0.2+13-58 tea-util/0.2.21 TeaDSL/1 orders-api (prod)',
    client: 'java',
    source: 'aliyun/tea-util java/…/Common.java, with a Config.userAgent',
  },
  {
    agent: 'AlibabaCloud (linux; amd64) Golang/1.18.3 Core/1.61.1755',
    client: 'go',
    source: 'aliyun/alibaba-cloud-sdk-go sdk/client.go',
  },
  {
    agent: 'AlibabaCloud (linux; arm64) Golang/1.20.5 Core/1.62.301 vault-plugin/0.9 Extra/payments-gateway',
    client: 'go',
    source: 'aliyun/alibaba-cloud-sdk-go sdk/client.go getSendUserAgent',
  },
  {
    agent: 'AlibabaCloud (linux; amd64) Golang/1.21.3 Core/0.01 TeaDSL/1',
    client: 'go',
    source: 'aliyun/tea-util golang/service/service.go',
  },
  {
    agent: 'AlibabaCloud (darwin; arm64) Golang/1.22.1 Core/0.01 TeaDSL/2 kubernetes-cluster-autoscaler',
    client: 'go',
    source: 'aliyun/darabonba-openapi golang/utils/client.go',
  },
  {
    agent: 'AlibabaCloud (Linux 3.10.0-693.2.2.el7.x86_64;x86_64) Python/2.7.5 Core/2.13.16 python-requests/2.18.3',
    client: 'python',
    source: 'aliyun/aliyun-openapi-python-sdk aliyun-python-sdk-core/aliyunsdkcore/client.py',
  },
  {
    agent:
      'AlibabaCloud (Linux 5.10.134-15.al8.x86_64;x86_64) Python/3.6.8 Core/2.14.0 python-requests/2.18.3 client/lake',
    client: 'python',
    source: 'aliyun/aliyun-openapi-python-sdk aliyunsdkcore/client.py client_user_agent',
  },
  {
    agent: 'AlibabaCloud (Linux; x86_64) Python/3.9.1 Core/0.3.6 TeaDSL/1',
    client: 'python',
    source: 'aliyun/tea-util python/alibabacloud_tea_util/client.py',
  },
  {
    agent: 'AlibabaCloud (Windows; AMD64) Python/3.12.2 Core/0.4.3 TeaDSL/2',
    client: 'python',
    source: 'aliyun/darabonba-openapi python/alibabacloud_tea_openapi/utils.py',
  },
  {
    agent: 'Alibaba Cloud (Linux-4.19.91-x86_64-with-glibc2.2.5)  python/3.6.8 TeaDSL/1',
    client: 'python',
    source: 'aliyun/tea-util, first releases, python/alibabacloud_tea_util/client.py',
  },
  {
    agent: 'AlibabaCloud (linux; x64) Node.js/v14.21.3 Core/1.8.0',
    client: 'nodejs',
    source: 'aliyun/openapi-core-nodejs-sdk lib/helper.js',
  },
  {
    agent: 'AlibabaCloud (linux; x64) Node.js/v16.20.0 Core/1.0.1 TeaDSL/1',
    client: 'nodejs',
    source: 'aliyun/tea-util, older releases, ts/src/client.ts',
  },
  {
    agent: 'AlibabaCloud (win32; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2',
    client: 'nodejs',
    source: 'aliyun/darabonba-openapi ts/src/utils.ts',
  },
  {
    agent: 'AlibabaCloud (Linux 4.19.91; x86_64) Client/1.5.32 PHP/7.4.33 SDK/1.8.2000',
    client: 'php',
    source: 'aliyun/openapi-sdk-php-client src/Request/UserAgent.php',
  },
  {
    agent: 'AlibabaCloud (Linux; fpm-fcgi) PHP/8.1.2 Core/3.1 TeaDSL/1',
    client: 'php',
    source: 'aliyun/tea-util php/src/Utils.php',
  },
  {
    agent: 'AlibabaCloud (WINNT; cli) PHP/8.3.4 Core/1.0 TeaDSL/2',
    client: 'php',
    source: 'aliyun/darabonba-openapi php/src/Utils.php',
  },
  {
    agent: 'Alibaba Cloud (Microsoft Windows NT 10.0.17763.0) netframework64/v4.0.30319 Core/1.5.1.0',
    client: 'dotnet',
    source: 'aliyun/aliyun-openapi-net-sdk aliyun-net-sdk-core/Http/UserAgent.cs',
  },
  {
    agent: 'Alibaba Cloud (Linux 5.10.0-18-amd64 #1 SMP Debian 5.10.140-1 (2022-09-02)) netcoreapp/6.0.1 Core/1.6.0.0',
    client: 'dotnet',
    source: 'aliyun/aliyun-openapi-net-sdk aliyun-net-sdk-core/Http/UserAgent.cs, RuntimeInformation.OSDescription',
  },
  {
    agent: 'Alibaba Cloud (Unix 5.4.0.100) RuntimeNotFound Core/1.5.1.0 Client/2',
    client: 'dotnet',
    source: 'aliyun/aliyun-openapi-net-sdk aliyun-net-sdk-core/Http/UserAgent.cs',
  },
  {
    agent: 'AlibabaCloud (Unix 5.10.0.0) netcoreapp/8.0.1 Core/0.1.18.0 TeaDSL/1',
    client: 'dotnet',
    source: 'aliyun/tea-util csharp/core/Common.cs',
  },
  {
    agent: 'AlibabaCloud (Unix 13.4.0) netcoreapp/8.0.4 Core/0.2.0 TeaDSL/2',
    client: 'dotnet',
    source: 'aliyun/darabonba-openapi csharp/core/Utils.cs',
  },
  {
    agent: 'AlibabaCloud (Linux; x86_64) C++/201703 Core/1.0.0-beta TeaDSL/2',
    client: 'cpp',
    source: 'aliyun/darabonba-openapi cpp/src/Utils.cpp',
  },
  { agent: 'AlibabaCloud OS/Linux DaraDSL/1', client: 'cpp', source: 'aliyun/tea-util cpp/src/util.cpp' },
  {
    agent: 'AlibabaCloud iOS/16.4.0 Swift Core/MyApp/1.0 TeaDSL/1',
    client: 'swift',
    source: 'aliyun/tea-util swift/Sources/TeaUtils/Utils.swift',
  },
  {
    agent: 'AlibabaCloud Linux/5.15.0 Swift Core/Unknown TeaDSL/1 ',
    client: 'swift',
    source: 'aliyun/tea-util swift/Sources/TeaUtils/Client.swift getUserAgent',
  },
  {
    agent: 'AlibabaCloud (linux; x86_64) Ruby/2.7.0 Core/0.0.17',
    client: 'ruby',
    source: 'aliyun/openapi-core-ruby-sdk lib/aliyunsdkcore.rb',
  },
  {
    agent: 'AlibabaCloud (darwin; arm64) Golang/1.20.4 Core/0.0.1 Aliyun-CLI/3.0.189 vendor/CloudShell',
    client: 'cli',
    source: 'aliyun/aliyun-cli openapi/invoker.go',
  },
  {
    agent: 'AlibabaCloud (linux; x86_64) Python/2.7.18 Core/2.13.36 python-requests/2.18.3 client/aliyuncli/2.1.9',
    client: 'cli',
    source: 'aliyun/aliyun-cli before version 3 (Python), over aliyunsdkcore/client.py',
  },
  { agent: 'aliyuncli/2.0.6', client: 'cli', source: 'sample event of ActionTrail, ram-CreateGroup-ramuser-aliyuncli' },
  {
    agent:
      'AlibabaCloud (linux; amd64) Golang/1.20.14 Core/1.62.735 HashiCorp-Terraform/1.5.7 Terraform-Provider/1.217.0 ' +
      'Terraform-Module/registry.terraform.io/a/b TerraformTraceId/1f2e',
    client: 'terraform',
    source: 'aliyun/terraform-provider-alicloud alicloud/connectivity/client.go',
  },
  {
    agent:
      'AlibabaCloud (linux; amd64) Golang/1.20.14 Core/1.62.735 Extra/Terraform HashiCorp-Terraform/1.5.7 Terraform-Provider/1.217.0',
    client: 'terraform',
    source: 'aliyun/terraform-provider-alicloud alicloud/connectivity/client.go getSdkConfig',
  },
  {
    agent: 'AlibabaCloud (linux; amd64) Golang/1.12.4 Core/1.60.0 Extra/HashiCorp-Terraform-v0.12.0',
    client: 'terraform',
    source: 'aliyun/terraform-provider-alicloud, releases of 2019, alicloud/connectivity/client.go',
  },
  {
    agent:
      'AlibabaCloud (linux; amd64) Golang/1.20 Core/0.01 TeaDSL/1 HashiCorp-Terraform/1.5.7 Terraform-Provider/1.217.0',
    client: 'terraform',
    source: 'aliyun/terraform-provider-alicloud alicloud/connectivity/config.go',
  },
]
