import { DuckDBInstance } from '@duckdb/node-api'

// Counts the calls of an archive with DuckDB, grouped as a usage row is, and tells calls and peak memory in KB: `<folder> <threads>`.

const [folder = '.', threads = '1'] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', { threads })
const connection = await instance.connect()
const result = await connection.runAndReadAll(`
  SELECT count(*) AS rows, sum(calls)::BIGINT AS calls FROM (
    SELECT eventTime[1:13] AS hour, eventName, userIdentity.userName AS caller, sourceIpAddress, userAgent, errorCode,
      requestParameters.KeyId AS key, requestParameters.CiphertextBlob[1:48] AS version, count(*) AS calls
    FROM read_json('${folder}/AliyunLogs/Actiontrail/*/*/*/*/*.gz', columns = {
      eventTime: 'VARCHAR', eventName: 'VARCHAR', serviceName: 'VARCHAR', sourceIpAddress: 'VARCHAR', userAgent: 'VARCHAR',
      errorCode: 'VARCHAR', userIdentity: 'STRUCT(userName VARCHAR)',
      requestParameters: 'STRUCT(KeyId VARCHAR, CiphertextBlob VARCHAR)' })
    WHERE serviceName = 'Kms' GROUP BY ALL)`)
process.stdout.write(`${String(result.getRowsJson()[0]?.[1])} ${process.resourceUsage().maxRSS}\n`)
