using Omnichannel.Journal;
using Omnichannel.Testing;

namespace Omnichannel.Carts;

/// <summary>I43, I45, I47: a process that dies at any append of a cart's life leaves a cart that finishes what it began, or never began it.</summary>
public sealed class CartDeathTests
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds);

    public static TheoryData<string, Death> Deaths
    {
        get
        {
            var deaths = new TheoryData<string, Death>();
            foreach (var walk in Walks.Keys)
            {
                deaths.Add(walk, Death.BeforeTheAppendIsWritten);
                deaths.Add(walk, Death.AfterTheAppendWasWritten);
            }

            return deaths;
        }
    }

    private static Dictionary<string, Func<CartGrid, Func<Task>[]>> Walks { get; } = new()
    {
        ["lines"] = WalkLines,
        ["checkout"] = WalkCheckout,
        ["merge"] = WalkMerge,
        ["undo"] = static grid => [.. WalkMerge(grid), () => new Shopper(grid, "customer", Shopper.SignedIn("ada")).UndoAsync()],
    };

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Retry_AfterDeathAtEveryAppend_EndsAsIfNothingHadHappened(string walk, Death death)
    {
        var expected = await WalkUndisturbedAsync(walk);
        for (var append = 1; append <= expected.Appends; append++)
        {
            var (survivor, time, step) = await DieAsync(walk, append, death);
            await using var grid = await CartGrid.StartAsync(survivor, time);
            foreach (var retried in Walks[walk](grid).Skip(step)) await retried();
            await grid.PassAsync(Sweep);
            await HoldAudit.CheckAsync(grid);
            Assert.Equal(expected.End, await EndAsync(survivor));
        }
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Wake_AfterDeathAtEveryAppendAndWithoutTheClient_LeavesNoHoldBehind(string walk, Death death)
    {
        var expected = await WalkUndisturbedAsync(walk);
        for (var append = 1; append <= expected.Appends; append++)
        {
            var (survivor, time, _) = await DieAsync(walk, append, death);
            await using var grid = await CartGrid.StartAsync(survivor, time);
            await grid.PassAsync(Sweep);
            await HoldAudit.CheckAsync(grid);

            // Every unit is in exactly one of the two carts, or was never asked for.
            var (carts, _) = await HoldAudit.FoldAsync(survivor);
            Assert.True(walk is "lines" or "checkout" || carts.Values.Sum(static cart => cart.Units) <= 8, $"units appeared at append {append}");
        }
    }

    /// <summary>Stock that refused keeps no trace of it: a cart that answered before its own trace was durable would ask again, and find goods that came meanwhile.</summary>
    [Fact]
    public async Task Wake_AfterDeathBeforeARefusalWasKept_AddsNoLineThatWasRefused()
    {
        var refusal = 0;
        var (survivor, time) = (new MemoryJournal(), new ManualTime());
        for (var append = 1; refusal == 0; append++)
        {
            (survivor, time) = (new MemoryJournal(), new ManualTime());
            var journal = new DyingJournal(survivor, append, Death.BeforeTheAppendIsWritten);
            await using var grid = await CartGrid.StartAsync(journal, time);
            var shopper = new Shopper(grid, "cart", Shopper.Anonymous("device"));
            var told = await Record.ExceptionAsync(async () =>
            {
                await grid.SellAsync("mug", 10);
                await shopper.OpenAsync();
                Assert.Equal(CartStatus.InsufficientStock, (await shopper.AddAsync("mugs", "mug", 11, isHeld: true)).Status);
                refusal = append;
                await grid.PassAsync(Sweep);
            });
            Assert.True(told is null or GridUnavailableException or JournalUnknownException, told?.ToString());
        }

        await using var next = await CartGrid.StartAsync(survivor, time);
        await next.Stock("mug").Move(new(new("late"), Inventory.MovementType.Receive, 10));
        await next.PassAsync(Sweep);
        Assert.Empty((await new Shopper(next, "cart", Shopper.Anonymous("device")).SeeAsync()).Lines);
    }

    private static async Task<(int Appends, string End)> WalkUndisturbedAsync(string walk)
    {
        var survivor = new MemoryJournal();
        var journal = new DyingJournal(survivor, 0, Death.None);
        await using var grid = await CartGrid.StartAsync(journal);
        foreach (var step in Walks[walk](grid)) await step();
        await grid.PassAsync(Sweep);
        return (journal.Appends, await EndAsync(survivor));
    }

    /// <summary>What is left, and the step that nobody was answered.</summary>
    private static async Task<(MemoryJournal Survivor, ManualTime Time, int Step)> DieAsync(string walk, int append, Death death)
    {
        var (survivor, time) = (new MemoryJournal(), new ManualTime());
        var journal = new DyingJournal(survivor, append, death);
        await using var grid = await CartGrid.StartAsync(journal, time);
        var answered = 0;
        try
        {
            foreach (var step in Walks[walk](grid))
            {
                await step();
                answered++;
            }

            await grid.PassAsync(Sweep);
        }
        catch (Exception gone) when (gone is GridUnavailableException or JournalUnknownException)
        {
            // What the client of a dead process sees.
        }

        Assert.True(journal.IsDead, $"The walk has fewer than {append} appends.");
        return (survivor, time, answered);
    }

    /// <summary>What everybody can see, without the names of holds and the number of tries that it took.</summary>
    private static async Task<string> EndAsync(IJournal journal)
    {
        var (carts, stocks) = await HoldAudit.FoldAsync(journal);
        var seen = carts.OrderBy(static cart => cart.Key, StringComparer.Ordinal).Select(static cart =>
            $"{cart.Key} {cart.Value.State} {cart.Value.Total} {cart.Value.Frozen?.Id}: {string.Join(", ", cart.Value.Lines.Select(static line => $"{line.Id} {line.Quantity}/{line.Held}"))}");
        var shelves = stocks.OrderBy(static stock => stock.Key, StringComparer.Ordinal).Select(static stock => $"{stock.Key} {stock.Value.OnHand}-{stock.Value.Reserved}");
        return string.Join('\n', seen.Concat(shelves));
    }

    private static Func<Task>[] WalkLines(CartGrid grid)
    {
        var shopper = new Shopper(grid, "cart", Shopper.Anonymous("device"));
        return
        [
            () => grid.SellAsync("mug", 10),
            () => shopper.OpenAsync(),
            () => shopper.AddAsync("one", "mug", 3, isHeld: true),
            () => shopper.AddAsync("two", "mug", 8, isHeld: true),
            () => shopper.AddAsync("three", "mug", 1),
            () => shopper.ChangeAsync("one", 6),
            () => shopper.ChangeAsync("one", 2),
            () => shopper.HoldAsync("hold"),
            () => shopper.AddAsync("four", "mug", 4, isHeld: true),
            () => shopper.RemoveAsync("four"),
        ];
    }

    private static Func<Task>[] WalkCheckout(CartGrid grid)
    {
        var shopper = new Shopper(grid, "cart", Shopper.Anonymous("device"));
        return
        [
            () => grid.SellAsync("mug", 10),
            () => grid.SellAsync("cup", 2),
            () => shopper.OpenAsync(),
            () => shopper.AddAsync("mugs", "mug", 2, isHeld: true),
            () => shopper.AddAsync("more", "mug", 3),
            () => shopper.AddAsync("cups", "cup", 3),
            () => shopper.CheckOutAsync("refused"),
            () => shopper.RemoveAsync("cups"),
            () => shopper.CheckOutAsync("cancelled"),
            () => shopper.CancelAsync("cancelled"),
            () => shopper.CheckOutAsync("frozen"),
        ];
    }

    private static Func<Task>[] WalkMerge(CartGrid grid)
    {
        var customer = new Shopper(grid, "customer", Shopper.SignedIn("ada"));
        var device = new Shopper(grid, "device", Shopper.Anonymous("device"));
        return
        [
            () => grid.SellAsync("mug", 4),
            () => grid.SellAsync("cup", 5),
            () => customer.OpenAsync(),
            () => device.OpenAsync(),
            () => customer.AddAsync("mugs", "mug", 2, isHeld: true),
            () => device.AddAsync("mugs", "mug", 3),
            () => device.AddAsync("cups", "cup", 3, isHeld: true),
            () => customer.MergeAsync("device", device.Actor),
        ];
    }
}
