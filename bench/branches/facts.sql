-- Made-up facts of {branches} branches for the year 2025, in the narrow form that the hand-written rules read.
-- Chance is a hash of what it decides about, so that the same size gives the same facts.

create or replace macro chance(salt, a, b) as (hash(salt, a, b) >> 11)::double / 9007199254740992;
create or replace macro pick(salt, a, low, high) as low + (hash(salt, a, 0) % (high - low + 1))::int;

create table months as select m::tinyint as month, make_date(2025, m::int, 1) as first_day from range(1, 13) t(m);

create table branch as
select b as branch_id, size, case when grouped then greatest(1, size // pick('divide', b, 4, 10)) else 0 end as groups
from (select b, size, chance('grouped', b, 0) < case when size >= 20 then 0.93 when size >= 10 then 0.6 else 0.1 end as grouped
      from (select b::int as b, pick('size', b, 3, 50) as size from range(1, {branches} + 1) t(b)));

create table grp as
select (row_number() over (order by branch_id, place))::int as group_id, branch_id, place
from (select branch_id, unnest(range(groups))::int as place from branch);

create table member as
select (row_number() over (order by branch_id, m.place))::int as member_id, branch_id, m.place, group_id,
    chance('full', branch_id, m.place) < 0.93 as is_full, date '1980-01-01' + pick('joined', branch_id * 64 + m.place, 0, 15999) as joined
from (select branch_id, groups, unnest(range(size))::int as place from branch) m
left join grp g using (branch_id) where g.place = m.place % greatest(groups, 1) or groups = 0;

create table discipline as
select member_id, branch_id, date_from, date_from + pick('lasting', member_id, 365, 730) as date_to
from (select member_id, branch_id, date '2025-01-01' + pick('begun', member_id, -400, 364) as date_from
      from member where chance('penalty', member_id, 0) < 0.004);

-- One leader a group; 15 in 100 groups change theirs in the middle of the year.
create table leader_term as
with chosen as (
    select g.group_id, g.branch_id, first.member_id as first, coalesce(second.member_id, first.member_id) as second,
        chance('two', g.group_id, 0) < 0.15 as two
    from grp g join branch b using (branch_id) join member first on first.branch_id = g.branch_id and first.place = g.place
    left join member second on second.branch_id = g.branch_id and second.place = g.place + b.groups)
select (row_number() over (order by group_id, date_from))::int as term_id, * from (
    select group_id, branch_id, first as member_id, date '2023-06-01' as date_from,
        case when two then date '2025-06-30' else date '2026-05-31' end as date_to from chosen
    union all
    select group_id, branch_id, second, date '2025-07-01', date '2028-06-30' from chosen where two);

-- Kinds: 1 group meeting, 2 general meeting, 3 committee, 4 class, 5 theme day, 6 life meeting, 7 appraisal.
create table activity as
with happening(kind, share, months) as (values
    (1, 0.97, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), (2, 0.985, [2, 5, 8, 11]), (3, 0.95, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    (4, 0.98, [2, 5, 8, 11]), (5, 0.9, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), (6, 0.9, [3, 12]), (7, 0.95, [12])),
bodies as (
    select branch_id, null::int as group_id, kind, share, months from branch, happening where kind <> 1
    union all select branch_id, group_id, kind, share, months from grp, happening where kind = 1),
held as (
    select branch_id, group_id, kind, unnest(months)::tinyint as month, share, branch_id * 64 + coalesce(group_id, 0) % 64 as body from bodies),
dated as (
    select branch_id, group_id, kind, month, body::bigint * 1024 + kind * 16 + month as seed,
        make_date(2025, month::int, 1 + pick('day', body::bigint * 1024 + kind * 16 + month, 0, 27)) as held_on
    from held where chance('held', body, kind * 16 + month) < share),
noticed as (select *, chance('lead', seed, 0) as lead, chance('noted', seed, 0) < 0.02 as unnoted from dated)
select (row_number() over (order by branch_id, held_on, seed))::int as activity_id, branch_id, group_id, kind::tinyint as kind, held_on, month,
    case when not unnoted then held_on - case when lead < 0.03 then 0 when lead < 0.43 then 1 when lead < 0.78 then 2 when lead < 0.98 then 3 else 5 end
    end as notice_on,
    chance('time', seed, 0) < 0.995 as has_time, chance('place', seed, 0) < 0.995 as has_place, chance('there', seed, 0) < 0.99 as has_attendees,
    chance('away', seed, 0) < 0.97 as has_absentees, chance('content', seed, 0) < 0.99 as has_content, chance('bad', seed, 0) < 0.02 as ill_attended
from noticed order by activity_id;

create table dues as
select member_id, branch_id, month,
    chance('paid', member_id, month) < 0.985 and not (lapsed and month between lapse and lapse + 5) as paid
from (select member_id, branch_id, chance('lapsed', member_id, 0) < 0.01 as lapsed, pick('lapse', member_id, 1, 7) as lapse from member), months
order by member_id, month;

-- Everybody of the group (kind 1) or of the branch is on the list, but there is none of committee meetings.
create table attendance as
select activity_id, member_id, branch_id, month,
    chance('present', activity_id, member_id) < case when ill_attended then 0.45 else 0.88 end
        and not (gone and month between gone_from and gone_from + 5) as present
from (select activity_id, branch_id, group_id, month, ill_attended from activity where kind <> 3) a
join (select member_id, branch_id, group_id, chance('gone', member_id, 0) < 0.006 as gone, pick('gone', member_id, 1, 7) as gone_from from member) m
    using (branch_id)
where a.group_id is null or a.group_id = m.group_id
order by activity_id, member_id;

create view counts as
select (select count(*) from branch) + (select count(*) from grp) + (select count(*) from member) + (select count(*) from leader_term)
    + (select count(*) from activity) + (select count(*) from dues) + (select count(*) from attendance) as facts;
