import { asc, isNull, ne } from 'drizzle-orm'
import { GUIDE_ID } from './guideId'
import type { ReadableDb } from './open'
import {
  mcpServers,
  mods,
  projects,
  promptTemplates,
  rules,
  syncRepos,
  tagRules,
  tags,
} from './schema/library'
import { apiKeys, providers } from './schema/servers'

// What a profile holds besides conversations, in order of creation.

export const projectRows = (db: ReadableDb) =>
  db.select().from(projects).where(isNull(projects.deletedAt)).orderBy(asc(projects.seq)).all()

/** Without the guide, which every database has of its own. */
export const providerRows = (db: ReadableDb) =>
  db.select().from(providers).where(ne(providers.id, GUIDE_ID)).orderBy(asc(providers.seq)).all()

export const keyRows = (db: ReadableDb) => db.select().from(apiKeys).orderBy(asc(apiKeys.seq)).all()
export const ruleRows = (db: ReadableDb) => db.select().from(rules).orderBy(asc(rules.seq)).all()
export const tagRows = (db: ReadableDb) => db.select().from(tags).orderBy(asc(tags.seq)).all()
export const tagRuleRows = (db: ReadableDb) => db.select().from(tagRules).all()
export const modRows = (db: ReadableDb) => db.select().from(mods).orderBy(asc(mods.seq)).all()
export const serverRows = (db: ReadableDb) =>
  db.select().from(mcpServers).orderBy(asc(mcpServers.seq)).all()
export const repoRows = (db: ReadableDb) =>
  db.select().from(syncRepos).orderBy(asc(syncRepos.seq)).all()
export const templateRows = (db: ReadableDb) =>
  db.select().from(promptTemplates).orderBy(asc(promptTemplates.seq)).all()
