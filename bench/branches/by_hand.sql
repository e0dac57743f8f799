-- The ten rules written by hand for DuckDB over facts.sql, scans shared where they can be: the yardstick.
-- Verdict: 1 kept, 0 broken, 2 does not apply. Year 2025.

create temp table held as
select branch_id, group_id, kind, bit_or(1::int << (month - 1)) as months, count(*)::int as n from activity where kind in (1, 2, 4) group by all;

create temp table group_size as
select group_id, count(*)::int as n, count(*) filter (is_full)::int as full_members from member where group_id is not null group by all;

-- (a) a group has three members, one of them full
create temp table v_a as
select g.group_id as subject, g.branch_id, (coalesce(n, 0) >= 3 and coalesce(full_members, 0) >= 1)::utinyint as verdict
from grp g left join group_size using (group_id);

-- (b) twenty members need groups
create temp table v_b as
select b.branch_id as subject, (case when coalesce(m.n, 0) < 20 then 2 when g.n >= 1 then 1 else 0 end)::utinyint as verdict
from branch b left join (select branch_id, count(*) as n from member group by all) m using (branch_id)
left join (select branch_id, count(*) as n from grp group by all) g using (branch_id);

-- (c) a group meets every month
create temp table v_c as
select g.group_id as subject, g.branch_id, p.m::utinyint as pno, ((coalesce(held.months, 0) >> (p.m - 1)) & 1)::utinyint as verdict
from grp g left join (from held where kind = 1) held using (group_id), (select unnest(range(1, 13))::int as m) p;

-- (d) a general meeting every quarter
create temp table v_d as
select b.branch_id as subject, q::utinyint as pno, (coalesce(held.months, 0) >> (3 * q - 3) & 7 <> 0)::utinyint as verdict
from branch b left join (from held where kind = 2) held using (branch_id), (select unnest(range(1, 5))::int as q) p;

-- (e) four classes a year
create temp table v_e as
select b.branch_id as subject, (coalesce(n, 0) >= 4)::utinyint as verdict from branch b left join (from held where kind = 4) held using (branch_id);

-- (f) notice one to three days before
create temp table v_f as
select activity_id as subject, branch_id, month as pno, coalesce(held_on - notice_on between 1 and 3, false)::utinyint as verdict
from activity where kind = 1;

-- (g) minutes complete
create temp table v_g as
select activity_id as subject, branch_id, month as pno, (has_time and has_place and has_attendees and has_absentees and has_content)::utinyint as verdict
from activity;

-- (h) the leader is a full member without discipline in his term
create temp table v_h as
select term_id as subject, l.branch_id, (m.is_full and not exists (
    from discipline d where d.member_id = l.member_id and d.date_from <= least(l.date_to, date '2025-12-31')
    and d.date_to >= greatest(l.date_from, date '2025-01-01')))::utinyint as verdict
from leader_term l left join member m using (member_id) where l.date_from <= date '2025-12-31' and l.date_to >= date '2025-01-01';

-- (i) never six months in a row without dues, nor without attendance
create temp table v_i as
select member_id as subject, branch_id,
    (not (z & (z >> 1) & (z >> 2) & (z >> 3) & (z >> 4) & (z >> 5) <> 0 or y & (y >> 1) & (y >> 2) & (y >> 3) & (y >> 4) & (y >> 5) <> 0))::utinyint
    as verdict
from (
    select m.member_id, m.branch_id, 4095 - coalesce(paid, 0) as z, 4095 - coalesce(there, 0) as y
    from member m left join (select member_id, bit_or((1::int << (month - 1))) as paid from dues where paid group by all) using (member_id)
    left join (select member_id, bit_or(1::int << (month - 1)) as there from attendance where present group by all) using (member_id));

-- (j) more than half are there
create temp table v_j as
select activity_id as subject, branch_id, month as pno, coalesce(2 * p > t, false)::utinyint as verdict
from (from activity where kind = 2) a left join (
    select activity_id, count(*) as t, count(*) filter (present) as p
    from attendance semi join (select activity_id from activity where kind = 2) using (activity_id) group by all) using (activity_id);
