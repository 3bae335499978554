-- By hand: the search index is made anew. Its words stand in blocks of text now, without a table of
-- their ends, and its places are further apart. It is filled in the background.
DROP TABLE `search_suffixes`;--> statement-breakpoint
DROP TABLE `search_words`;--> statement-breakpoint
CREATE TABLE `search_words` (
	`id` integer PRIMARY KEY NOT NULL,
	`words` text NOT NULL,
	`sum` integer NOT NULL
);
--> statement-breakpoint
DELETE FROM `search_entries`;--> statement-breakpoint
DROP TABLE messages_fts;--> statement-breakpoint
CREATE VIRTUAL TABLE messages_fts USING fts5(
  content, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"
);
--> statement-breakpoint
-- The program joins the parts of the index in the background, from two of a size on.
INSERT INTO messages_fts (messages_fts, rank) VALUES ('usermerge', 2);--> statement-breakpoint
INSERT OR IGNORE INTO `search_tasks` (`name`) SELECT 'fill' WHERE EXISTS (SELECT 1 FROM `messages`);
