CREATE TABLE `search_entries` (
	`place` integer PRIMARY KEY NOT NULL,
	`message` integer NOT NULL,
	`conversation` integer NOT NULL,
	`role` text NOT NULL,
	`has` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_entries_message_unique` ON `search_entries` (`message`);--> statement-breakpoint
CREATE INDEX `search_entries_conversation` ON `search_entries` (`conversation`);--> statement-breakpoint
-- WITHOUT ROWID by hand: the key is the whole row, and drizzle-kit does not know it.
CREATE TABLE `search_suffixes` (
	`suffix` text NOT NULL,
	`word` integer NOT NULL,
	PRIMARY KEY(`suffix`, `word`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_tasks` (
	`name` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_titles` (
	`conversation` integer PRIMARY KEY NOT NULL,
	`text` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_words` (
	`id` integer PRIMARY KEY NOT NULL,
	`word` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_words_word_unique` ON `search_words` (`word`);--> statement-breakpoint
ALTER TABLE `settings` ADD `list_sort` text DEFAULT 'activity' NOT NULL;--> statement-breakpoint
CREATE INDEX `conversations_archived` ON `conversations` ("pinned" DESC,"updated_at" DESC,"seq" DESC) WHERE deleted_at IS NULL AND archived = 1;--> statement-breakpoint
CREATE INDEX `conversations_created` ON `conversations` ("pinned" DESC,"created_at" DESC,"seq" DESC) WHERE deleted_at IS NULL AND archived = 0;--> statement-breakpoint
CREATE INDEX `conversations_title` ON `conversations` ("pinned" DESC,"title" COLLATE NOCASE,`seq`) WHERE deleted_at IS NULL AND archived = 0;--> statement-breakpoint
-- By hand from here on: the index is made anew, because its rowid is the place in time now and its text
-- is folded before it comes here. It is filled in the background.
DROP TRIGGER messages_unindexed;--> statement-breakpoint
DROP TABLE messages_fts;--> statement-breakpoint
CREATE VIRTUAL TABLE messages_fts USING fts5(
  content, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"
);
--> statement-breakpoint
-- The program joins the parts of the index in the background, from two of a size on.
INSERT INTO messages_fts (messages_fts, rank) VALUES ('usermerge', 2);--> statement-breakpoint
CREATE TRIGGER messages_unindexed AFTER DELETE ON messages BEGIN
  DELETE FROM messages_fts
  WHERE rowid = (SELECT place FROM search_entries WHERE message = old.seq);
  DELETE FROM search_entries WHERE message = old.seq;
  -- Its words are still in the file, until the index has been cleaned in the background.
  INSERT OR IGNORE INTO search_tasks (name) VALUES ('erase');
END;
--> statement-breakpoint
CREATE TRIGGER conversations_unindexed AFTER DELETE ON conversations BEGIN
  DELETE FROM search_titles WHERE conversation = old.seq;
END;
--> statement-breakpoint
-- A new title is folded by the program; an old one must not be found any more.
CREATE TRIGGER conversations_retitled AFTER UPDATE OF title ON conversations
WHEN old.title <> new.title BEGIN
  DELETE FROM search_titles WHERE conversation = old.seq;
END;
