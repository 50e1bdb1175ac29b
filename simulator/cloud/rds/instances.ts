/** An instance of ApsaraDB RDS that encrypts with keys of its region. */
export interface RdsInstance {
  id: string
  engine: 'MySQL' | 'PostgreSQL' | 'SQLServer'
  /** Key of the disks' encryption, and of TDE. */
  diskKeyId?: string
  tdeKeyId?: string
}

export function rdsInstance(id: string, fields: Partial<RdsInstance> = {}): RdsInstance {
  return { id, engine: 'MySQL', ...fields }
}
