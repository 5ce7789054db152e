/** What the event triggers do. What changes the schema is journaled as such, and on the table that it changes; the rows of a table that goes are journaled as deleted. */
export const SCHEMA_CHANGES = `
CREATE FUNCTION mettle.notice(what text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO mettle.flags (kind, what) VALUES ('schema', what);
  INSERT INTO mettle.journal (rel, op, key, after) VALUES (0, 'U', ARRAY[what], to_jsonb(what));
$$;

-- A table is another one from here on.
CREATE FUNCTION mettle.notice_table(of_rel int, what text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO mettle.journal (rel, op, key, after) VALUES (of_rel, 'U', ARRAY['(schema)'], to_jsonb(what));
$$;

CREATE FUNCTION mettle.on_ddl() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  command record;
  text text;
BEGIN
  FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE schema_name IS DISTINCT FROM 'pg_temp' LOOP
    -- The journal's own: nobody else can name its functions.
    CONTINUE WHEN command.classid = 'pg_trigger'::regclass AND EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE t.oid = command.objid AND p.pronamespace = 'mettle'::regnamespace);
    text := left(concat_ws(' ', command.command_tag, command.object_identity), 300);
    PERFORM mettle.notice(text);
    PERFORM mettle.notice_table(t.rel, text) FROM mettle.tables t
      WHERE command.classid = 'pg_class'::regclass AND t.rel > 0 AND command.objid IN (t.oid, t.root) ORDER BY t.rel LIMIT 1;
    IF command.classid = 'pg_class'::regclass THEN
      PERFORM mettle.take_up(command.objid);
    END IF;
  END LOOP;
  PERFORM mettle.attend();
  -- It lists nothing of this.
  IF tg_tag = 'DROP OWNED' THEN
    PERFORM mettle.notice(tg_tag);
  END IF;
END $$;

CREATE FUNCTION mettle.on_drop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  object record;
  text text;
  changed int;
  told int[] := '{}';
BEGIN
  FOR object IN SELECT * FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary ORDER BY original DESC LOOP
    text := left(concat_ws(' ', 'DROP', object.object_type, object.object_identity), 300);
    IF object.original THEN
      PERFORM mettle.notice(text);
    END IF;
    SELECT t.rel INTO changed FROM mettle.tables t WHERE object.classid = 'pg_class'::regclass AND object.objsubid = 0 AND object.objid = t.oid;
    IF changed > 0 THEN
      BEGIN
        IF (SELECT made FROM mettle.tables WHERE rel = changed) THEN
          PERFORM mettle.gone_made(changed);
        ELSE
          EXECUTE format('SELECT mettle.gone_%s()', changed);
        END IF;
      EXCEPTION WHEN OTHERS THEN
        PERFORM mettle.notice(left(concat('the rows of ', object.object_identity, ' cannot be told: ', sqlerrm), 300));
      END;
    ELSE
      -- A column, or what belongs to a table that stays. The triggers of a foreign key are on both its tables.
      SELECT t.rel INTO changed FROM mettle.tables t JOIN pg_class c ON c.oid = t.oid
        WHERE t.rel > 0 AND (object.classid = 'pg_class'::regclass AND object.objid IN (t.oid, t.root)
          OR object.object_type IN ('table constraint', 'default value', 'trigger', 'policy', 'rule')
            AND object.object_identity NOT LIKE '"RI_ConstraintTrigger%' AND split_part(object.object_identity, ' on ', 2) = t.name)
        ORDER BY t.rel LIMIT 1;
    END IF;
    IF changed > 0 AND changed <> ALL (told) THEN
      told := told || changed;
      PERFORM mettle.notice_table(changed, text);
    END IF;
  END LOOP;
END $$;
`
