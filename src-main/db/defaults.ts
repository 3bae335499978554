import type { Conversation, Id, Provider } from '@contract/entities'
import type { Defaults, Project } from '@contract/library'
import { get as conversation } from './conversations'
import type { ReadableDb } from './open'
import { livingProject, upwards } from './projectTree'
import { get as providerById } from './providers'
import { PARAMETERS } from '@contract/values'
import { GUIDE_ID } from './guideId'
import { get as settings } from './settings'

/** What may be said of the next reply, by a conversation and by each project that it lies in. */
type Said = Pick<Project, 'instructions' | 'providerId' | 'model' | 'parameters'>
type Origin = Pick<Defaults['instructions'], 'from' | 'projectId'>
type Level = Said & Origin

/** A conversation, whether it is there or begins with its first question. */
export type Subject = Said & Pick<Conversation, 'projectId'>

/** What applies, with the server that it leads to. */
export interface Applied extends Defaults {
  provider: Provider
}

/** Throws `not_found`. */
export function ofConversation(db: ReadableDb, id: Id): Applied {
  return ofSubject(db, conversation(db, id))
}

export function ofSubject(db: ReadableDb, subject: Subject): Applied {
  const own: Level = { ...subject, from: 'conversation', projectId: null }
  return nearest(db, [own, ...projectLevels(db, subject.projectId)])
}

/** Throws `not_found`, also for a project that is deleted. */
export function ofProject(db: ReadableDb, id: Id): Applied {
  livingProject(db, id)
  return nearest(db, projectLevels(db, id))
}

/** A project that is deleted says nothing any more to what still lies in it, in the trash. */
function projectLevels(db: ReadableDb, id: Id | null): Level[] {
  return upwards(db, id)
    .filter(({ deletedAt }) => deletedAt === null)
    .map((project) => ({ ...project, from: 'project', projectId: project.id }))
}

/** Of each thing the nearest that is said of it; `said` begins with the nearest. */
function nearest(db: ReadableDb, said: Level[]): Applied {
  const { defaultProviderId: providerId, defaultModel: model } = settings(db)
  const general: Level = { ...nothing, from: 'settings', projectId: null, providerId, model }
  const levels = [...said, general]
  // A model without a server is left over from one that was removed.
  const named = levels.find((level) => level.providerId !== null) ?? none
  const provider = providerById(db, named.providerId ?? GUIDE_ID)
  const last: Level = {
    ...none,
    from: 'provider',
    model: provider.defaultModel ?? provider.models[0]?.name ?? null,
    parameters: provider.parameters,
  }
  const isByName = named.model !== null || provider.kind === 'guide'
  const modelLevel = isByName ? named : last.model === null ? none : last
  const instructed = levels.find((level) => level.instructions.trim() !== '') ?? none
  const value = provider.kind === 'guide' ? null : modelLevel.model
  return {
    provider,
    instructions: { ...originOf(instructed), value: instructed.instructions },
    model: { ...originOf(modelLevel), providerId: provider.id, value },
    parameters: parametersOf([...levels, last]),
  }
}

function parametersOf(levels: Level[]): Defaults['parameters'] {
  return PARAMETERS.flatMap((name) => {
    for (const level of levels) {
      const value = level.parameters?.[name]
      if (value !== undefined) return { ...originOf(level), name, value }
    }
    return []
  })
}

function originOf({ from, projectId }: Level): Origin {
  return { from, projectId }
}

const nothing: Said = { instructions: '', providerId: null, model: null, parameters: null }
const none: Level = { ...nothing, from: 'none', projectId: null }
