CREATE TABLE `attachments` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`sha256` text NOT NULL,
	`bytes` integer NOT NULL,
	`media_type` text NOT NULL,
	`name` text NOT NULL,
	`extracted_text` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attachments_id_unique` ON `attachments` (`id`);--> statement-breakpoint
CREATE INDEX `attachments_content` ON `attachments` (`sha256`);--> statement-breakpoint
CREATE TABLE `conversation_tags` (
	`conversation_id` text NOT NULL,
	`tag_id` text NOT NULL,
	PRIMARY KEY(`conversation_id`, `tag_id`),
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`tag_id`) REFERENCES `tags`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `conversation_tags_tag` ON `conversation_tags` (`tag_id`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`title` text DEFAULT '' NOT NULL,
	`title_source` text DEFAULT 'none' NOT NULL,
	`pinned` integer DEFAULT false NOT NULL,
	`archived` integer DEFAULT false NOT NULL,
	`project_id` text,
	`current_message_id` text,
	`provider_id` text,
	`model` text,
	`parameters` text,
	`instructions` text DEFAULT '' NOT NULL,
	`scroll` text,
	`message_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`source` text,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`provider_id`) REFERENCES `providers`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `conversations_id_unique` ON `conversations` (`id`);--> statement-breakpoint
CREATE INDEX `conversations_list` ON `conversations` ("pinned" DESC,"updated_at" DESC,"seq" DESC) WHERE deleted_at IS NULL AND archived = 0;--> statement-breakpoint
CREATE INDEX `conversations_trash` ON `conversations` ("deleted_at" DESC,"seq" DESC) WHERE deleted_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `conversations_project` ON `conversations` (`project_id`);--> statement-breakpoint
CREATE INDEX `conversations_provider` ON `conversations` (`provider_id`);--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`attachment_ids` text DEFAULT '[]' NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `message_attachments` (
	`message_id` text NOT NULL,
	`attachment_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`message_id`, `position`),
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`attachment_id`) REFERENCES `attachments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `message_attachments_content` ON `message_attachments` (`attachment_id`);--> statement-breakpoint
CREATE TABLE `message_chunks` (
	`message_id` text NOT NULL,
	`part` integer NOT NULL,
	`offset` integer NOT NULL,
	`type` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`message_id`, `part`, `offset`),
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
-- By hand: without a rowid each append writes one tree instead of two.
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `messages` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`parent_id` text,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`parts` text NOT NULL,
	`model` text,
	`provider_id` text,
	`usage` text,
	`timings` text,
	`rating` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`source` text,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`provider_id`) REFERENCES `providers`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id_unique` ON `messages` (`id`);--> statement-breakpoint
CREATE INDEX `messages_conversation` ON `messages` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `messages_parent` ON `messages` (`parent_id`,`conversation_id`);--> statement-breakpoint
CREATE INDEX `messages_provider` ON `messages` (`provider_id`) WHERE provider_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `messages_unfinished` ON `messages` (`status`) WHERE status = 'streaming';--> statement-breakpoint
CREATE TABLE `import_map` (
	`format` text NOT NULL,
	`foreign_id` text NOT NULL,
	`local_id` text NOT NULL,
	`hash` text NOT NULL,
	`run_id` text NOT NULL,
	PRIMARY KEY(`format`, `foreign_id`),
	FOREIGN KEY (`run_id`) REFERENCES `import_runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `import_map_local` ON `import_map` (`local_id`);--> statement-breakpoint
CREATE INDEX `import_map_run` ON `import_map` (`run_id`);--> statement-breakpoint
CREATE TABLE `import_runs` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`format` text NOT NULL,
	`file_name` text NOT NULL,
	`report` text,
	`started_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `import_runs_id_unique` ON `import_runs` (`id`);--> statement-breakpoint
CREATE TABLE `mcp_servers` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`enabled` integer DEFAULT false NOT NULL,
	`configuration` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_servers_id_unique` ON `mcp_servers` (`id`);--> statement-breakpoint
CREATE TABLE `mods` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`enabled` integer DEFAULT false NOT NULL,
	`content` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mods_id_unique` ON `mods` (`id`);--> statement-breakpoint
CREATE TABLE `projects` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`parent_id` text,
	`name` text NOT NULL,
	`instructions` text DEFAULT '' NOT NULL,
	`provider_id` text,
	`model` text,
	`parameters` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`source` text,
	FOREIGN KEY (`parent_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`provider_id`) REFERENCES `providers`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_id_unique` ON `projects` (`id`);--> statement-breakpoint
CREATE INDEX `projects_parent` ON `projects` (`parent_id`);--> statement-breakpoint
CREATE TABLE `prompt_templates` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`parent_id` text,
	`name` text NOT NULL,
	`content` text NOT NULL,
	`variables` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`source` text,
	FOREIGN KEY (`parent_id`) REFERENCES `prompt_templates`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `prompt_templates_id_unique` ON `prompt_templates` (`id`);--> statement-breakpoint
CREATE INDEX `prompt_templates_parent` ON `prompt_templates` (`parent_id`);--> statement-breakpoint
CREATE TABLE `rules` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`content` text NOT NULL,
	`always_on` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`source` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rules_id_unique` ON `rules` (`id`);--> statement-breakpoint
CREATE TABLE `sync_repos` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`configuration` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sync_repos_id_unique` ON `sync_repos` (`id`);--> statement-breakpoint
CREATE TABLE `tag_rules` (
	`tag_id` text NOT NULL,
	`rule_id` text NOT NULL,
	PRIMARY KEY(`tag_id`, `rule_id`),
	FOREIGN KEY (`tag_id`) REFERENCES `tags`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`rule_id`) REFERENCES `rules`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `tag_rules_rule` ON `tag_rules` (`rule_id`);--> statement-breakpoint
CREATE TABLE `tags` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`color` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_id_unique` ON `tags` (`id`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_id_unique` ON `api_keys` (`id`);--> statement-breakpoint
CREATE TABLE `providers` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`base_url` text DEFAULT '' NOT NULL,
	`headers` text DEFAULT '{}' NOT NULL,
	`parameters` text DEFAULT '{}' NOT NULL,
	`models` text DEFAULT '[]' NOT NULL,
	`default_model` text,
	`api_key_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`api_key_id`) REFERENCES `api_keys`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `providers_id_unique` ON `providers` (`id`);--> statement-breakpoint
CREATE INDEX `providers_key` ON `providers` (`api_key_id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`id` integer PRIMARY KEY DEFAULT 1 NOT NULL,
	`database_id` text NOT NULL,
	`theme` text DEFAULT 'system' NOT NULL,
	`language` text DEFAULT 'en' NOT NULL,
	`send_key` text DEFAULT 'enter' NOT NULL,
	`message_font_size` integer DEFAULT 15 NOT NULL,
	`sidebar_width` integer DEFAULT 272 NOT NULL,
	`sidebar_open` integer DEFAULT true NOT NULL,
	`open_conversation_id` text,
	`default_provider_id` text,
	`default_model` text,
	`titles_by_model` integer DEFAULT true NOT NULL,
	`plain_keys_allowed` integer DEFAULT false NOT NULL,
	`discovery_allowed` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`default_provider_id`) REFERENCES `providers`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "settings_one_row" CHECK("settings"."id" = 1)
);
