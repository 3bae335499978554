CREATE TABLE `import_conversations` (
	`format` text NOT NULL,
	`foreign_id` text NOT NULL,
	`run_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`messages` text DEFAULT '{}' NOT NULL,
	`before` text,
	PRIMARY KEY(`format`, `foreign_id`, `run_id`),
	FOREIGN KEY (`run_id`) REFERENCES `import_runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `import_conversations_local` ON `import_conversations` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `import_conversations_run` ON `import_conversations` (`run_id`);--> statement-breakpoint
CREATE TABLE `import_entries` (
	`format` text NOT NULL,
	`foreign_id` text NOT NULL,
	`local_id` text NOT NULL,
	`linked_id` text,
	`run_id` text NOT NULL,
	PRIMARY KEY(`format`, `foreign_id`),
	FOREIGN KEY (`run_id`) REFERENCES `import_runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `import_entries_run` ON `import_entries` (`run_id`);--> statement-breakpoint
-- By hand: the rows move into the new tables. What a run wrote to a conversation is one row now, where there was
-- one for each message: `c:` and a key was the conversation, `m`, that, `:` and a key a message of it, and `before:`
-- and that what an updated one had been. First those that a run made, without sorting millions of messages. A `+` keeps SQLite
-- from going through all of a run or a format for each of them.
INSERT INTO `import_conversations` (`format`, `foreign_id`, `run_id`, `conversation_id`, `messages`)
SELECT made.format, made.foreign_id, made.run_id, made.local_id, (
  SELECT json_group_object(m.id, json_array(substr(noted.foreign_id, length(made.foreign_id) + 3), noted.hash))
  FROM messages AS m CROSS JOIN import_map AS noted ON noted.local_id = m.id
  WHERE m.conversation_id = made.local_id AND +noted.run_id = made.run_id AND +noted.format = made.format
    AND substr(noted.foreign_id, 1, length(made.foreign_id) + 2) = 'm' || made.foreign_id || ':')
FROM import_map AS made JOIN conversations ON conversations.id = made.local_id
WHERE made.foreign_id GLOB 'c:*';
--> statement-breakpoint
-- Then those that a run added to. One of this program's own form may not have been imported before.
INSERT OR IGNORE INTO `import_conversations` (`format`, `foreign_id`, `run_id`, `conversation_id`, `messages`)
SELECT noted.format, coalesce(made.foreign_id, 'c:' || m.conversation_id) AS key, noted.run_id, m.conversation_id,
  json_group_object(m.id, json_array(
    substr(noted.foreign_id, length(coalesce(made.foreign_id, 'c:' || m.conversation_id)) + 3), noted.hash))
FROM import_map AS noted CROSS JOIN messages AS m ON m.id = noted.local_id
LEFT JOIN import_map AS made ON made.local_id = m.conversation_id AND +made.format = noted.format
  AND +made.foreign_id GLOB 'c:*'
  AND substr(noted.foreign_id, 1, length(made.foreign_id) + 2) = 'm' || made.foreign_id || ':'
WHERE noted.foreign_id GLOB 'mc:*' AND made.run_id IS NOT noted.run_id
GROUP BY noted.format, key, noted.run_id, m.conversation_id;
--> statement-breakpoint
UPDATE `import_conversations` SET `before` = noted.hash FROM import_map AS noted
WHERE noted.format = import_conversations.format
  AND noted.foreign_id = 'before:' || import_conversations.foreign_id
  AND noted.run_id = import_conversations.run_id
  AND NOT EXISTS (SELECT 1 FROM import_map AS made WHERE made.format = noted.format
    AND made.foreign_id = import_conversations.foreign_id AND made.run_id = noted.run_id);
--> statement-breakpoint
INSERT INTO `import_entries` (`format`, `foreign_id`, `local_id`, `linked_id`, `run_id`)
SELECT format, foreign_id, local_id, nullif(hash, ''), run_id FROM import_map
WHERE foreign_id NOT GLOB 'c:*' AND foreign_id NOT GLOB 'mc:*' AND foreign_id NOT GLOB 'before:*';
--> statement-breakpoint
-- It holds ids and hashes: to overwrite its pages would take as long as all the rest, and memory for all of them.
PRAGMA secure_delete = OFF;
--> statement-breakpoint
DROP TABLE `import_map`;
--> statement-breakpoint
PRAGMA secure_delete = ON;