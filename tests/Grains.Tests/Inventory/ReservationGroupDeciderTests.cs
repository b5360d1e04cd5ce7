namespace Omnichannel.Inventory;

/// <summary>The truth tables of reservations over many lines: how one begins, and how it ends (I13).</summary>
public sealed class ReservationGroupDeciderTests : ITruthTable
{
    private static readonly ReservationLine A = new(new("SKU-1"), new("store-1"), 2);
    private static readonly ReservationLine B = new(new("SKU-2"), new("store-1"), 1);
    private static readonly ReserveGroup Order = new([A, B], TimeSpan.FromSeconds(900), GroupPolicy.AllOrNothing, new Channel("web"), "cart-7");
    private static readonly string TooLong = new('t', Limits.TextLengthMax + 1);

    // None: it has begun, and its end is not known yet.
    private static readonly Row<ReservationGroup, GroupStatus>[] Begin =
    [
        new("new", () => new(), group => Take(group, Order), GroupStatus.None),
        new("most lines", () => new(), group => Take(group, Order with { Lines = Lines(Limits.ReservationLinesMax) }), GroupStatus.None),
        new("again", Begun, group => Take(group, Order), GroupStatus.Reserved),
        new("again, for another time", Begun, group => Take(group, Order with { HoldFor = TimeSpan.FromSeconds(5) }), GroupStatus.Reserved),
        new("again, one line in two", Begun, group => Take(group, Order with { Lines = [A with { Quantity = 1 }, B, A with { Quantity = 1 }] }), GroupStatus.Reserved),
        new("no lines", () => new(), group => Take(group, Order with { Lines = [] }), GroupStatus.LinesOutOfRange),
        new("one line too many", () => new(), group => Take(group, Order with { Lines = Lines(Limits.ReservationLinesMax + 1) }), GroupStatus.LinesOutOfRange),
        new("no policy", () => new(), group => Take(group, Order with { Policy = GroupPolicy.None }), GroupStatus.LinesOutOfRange),
        new("unknown policy", () => new(), group => Take(group, Order with { Policy = (GroupPolicy)3 }), GroupStatus.LinesOutOfRange),
        new("lines before quantity", () => new(), group => Take(group, Order with { Lines = [.. Lines(100), A with { Quantity = 0 }] }), GroupStatus.LinesOutOfRange),
        new("a quantity of 0", () => new(), group => Take(group, Order with { Lines = [A, B with { Quantity = 0 }] }), GroupStatus.QuantityOutOfRange),
        new("a quantity above the limit", () => new(), group => Take(group, Order with { Lines = [A with { Quantity = Limits.QuantityMax + 1 }] }), GroupStatus.QuantityOutOfRange),
        new("a sum above the limit", () => new(), group => Take(group, Order with { Lines = [A with { Quantity = Limits.QuantityMax }, A] }), GroupStatus.QuantityOutOfRange),
        new("quantity before hold", () => new(), group => Take(group, Order with { Lines = [A with { Quantity = 0 }], HoldFor = TimeSpan.Zero }), GroupStatus.QuantityOutOfRange),
        new("hold 0", () => new(), group => Take(group, Order with { HoldFor = TimeSpan.Zero }), GroupStatus.HoldOutOfRange),
        new("hold before reference", () => new(), group => Take(group, Order with { HoldFor = TimeSpan.Zero, Reference = TooLong }), GroupStatus.HoldOutOfRange),
        new("reference too long", () => new(), group => Take(group, Order with { Reference = TooLong }), GroupStatus.ReferenceOutOfRange),
        new("reference before body", Begun, group => Take(group, Order with { Reference = TooLong }), GroupStatus.ReferenceOutOfRange),
        new("another quantity", Begun, group => Take(group, Order with { Lines = [A, B with { Quantity = 2 }] }), GroupStatus.ExistsWithDifferentBody),
        new("other lines", Begun, group => Take(group, Order with { Lines = [A] }), GroupStatus.ExistsWithDifferentBody),
        new("another policy", Begun, group => Take(group, Order with { Policy = GroupPolicy.AllowPartial }), GroupStatus.ExistsWithDifferentBody),
        new("another channel", Begun, group => Take(group, Order with { Channel = null }), GroupStatus.ExistsWithDifferentBody),
        new("another reference", Begun, group => Take(group, Order with { Reference = null }), GroupStatus.ExistsWithDifferentBody),
    ];

    private static readonly Row<ReservationGroup, GroupStatus>[] End =
    [
        new("all lines fit", Begun, group => Take(group, ReserveStatus.Reserved, ReserveStatus.Reserved), GroupStatus.Reserved),
        new("all lines are held already", Begun, group => Take(group, ReserveStatus.Exists, ReserveStatus.Reserved), GroupStatus.Reserved),
        new("one line does not fit", Begun, group => Take(group, ReserveStatus.Reserved, ReserveStatus.InsufficientStock), GroupStatus.Rejected),
        new("one line fits, which will do", BegunPartial, group => Take(group, ReserveStatus.InsufficientStock, ReserveStatus.Reserved), GroupStatus.Reserved),
        new("no line fits", BegunPartial, group => Take(group, ReserveStatus.InsufficientStock, ReserveStatus.ReservationClosed), GroupStatus.Rejected),
        new("a late answer", Rejected, group => Take(group, ReserveStatus.Reserved, ReserveStatus.Reserved), GroupStatus.None),
    ];

    public static TheoryData<string> BeginRows => [.. Begin.Select(row => row.Name)];

    public static TheoryData<string> EndRows => [.. End.Select(row => row.Name)];

    static IEnumerable<Enum> ITruthTable.Outcomes => Begin.Concat(End).Select(row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(BeginRows))]
    public void Begin_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Begin.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [MemberData(nameof(EndRows))]
    public void End_ForEachRow_KeepsWhatTheCallerAskedFor(string row) => End.Single(candidate => candidate.Name == row).Check();

    [Fact]
    public void Begin_WhenLinesRepeat_SumsThemPerOwner()
    {
        var group = new ReservationGroup();
        Take(group, Order with { Lines = [A, B, A with { Quantity = 5 }] });
        Assert.Equal([A with { Quantity = 7 }, B], group.Order!.Lines);
    }

    [Fact]
    public void DueAt_UntilNothingIsLeftToDo_IsSet()
    {
        Assert.Null(new ReservationGroup().DueAt);
        Assert.NotNull(Begun().DueAt);
        var rejected = Rejected();
        Assert.NotNull(rejected.DueAt);
        foreach (var @event in ReservationGroupDecider.Decide(rejected, new LinesCleared(), Shelf.Start).Events) rejected.Apply(@event);
        Assert.Null(rejected.DueAt);
        Assert.Empty(ReservationGroupDecider.Decide(rejected, new LinesCleared(), Shelf.Start).Events);
    }

    private static ReservationLine[] Lines(int count) => [.. Enumerable.Range(0, count).Select(number => new ReservationLine(new($"SKU-{number}"), new("store-1"), 1))];

    private static GroupStatus Take(ReservationGroup group, ReserveGroup command) => Apply(group, ReservationGroupDecider.Decide(group, command, Shelf.Start));

    private static GroupStatus Take(ReservationGroup group, params ReserveStatus[] answers) =>
        Apply(group, ReservationGroupDecider.Decide(group, new LinesAnswered([.. answers.Select(status => new LineOutcome(status, 1))]), Shelf.Start));

    private static GroupStatus Apply(ReservationGroup group, Journal.Decision<GroupStatus, ReservationGroupEvent> decision)
    {
        foreach (var @event in decision.Events) group.Apply(@event);
        return decision.Status;
    }

    private static ReservationGroup Begun() => Begun(Order);

    private static ReservationGroup BegunPartial() => Begun(Order with { Policy = GroupPolicy.AllowPartial });

    private static ReservationGroup Begun(ReserveGroup order)
    {
        var group = new ReservationGroup();
        Take(group, order);
        return group;
    }

    private static ReservationGroup Rejected()
    {
        var group = Begun();
        Take(group, ReserveStatus.Reserved, ReserveStatus.InsufficientStock);
        return group;
    }
}
