using Omnichannel.Carts;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Omnichannel.Testing;

namespace Omnichannel.Customers;

/// <summary>I64, I66, I67, I68, I69, I70: a process that dies at any append leaves customers that finish what was begun, or never began it.</summary>
public sealed class CustomerDeathTests
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

    // What each does, and what has to be there before.
    private static Dictionary<string, (Func<CustomerGrid, Task> Before, Func<CustomerGrid, Task>[] Steps)> Walks { get; } = new()
    {
        ["identities"] = (static async grid => await grid.RegisterAsync("ada"), [
            static grid => grid.Customer("ada").ClaimIdentity(new(IdentityKind.Email, "ada@example.com")),
            static async grid => await grid.Customer("ada").VerifyIdentity((await grid.FindAsync(IdentityKind.Email, "ada@example.com")).Id!.Value),
            static grid => grid.Customer("ada").ClaimIdentity(new(IdentityKind.Phone, "+442079460018")),
            static async grid => await grid.Customer("ada").ReleaseIdentity((await grid.FindAsync(IdentityKind.Phone, "+442079460018")).Id!.Value),
        ]),
        ["merge"] = (CustomerMergeGrainTests.TwinsAsync, [Merge]),
        ["undo"] = (CustomerMergeGrainTests.TwinsAsync, [Merge, static grid => grid.Merge("merge-1").Undo()]),
        ["undo with visits"] = (MergedTwinsAsync, [
            static grid => grid.Session("app-9").Start(new(new("app"), TimeSpan.FromMinutes(30), null, new("session-2"))),
            static grid => grid.Merge("merge-1").Undo(),
            static grid => grid.Session("web-9").Start(new(new("web"), TimeSpan.FromMinutes(30), null, new("app-9"))),
        ]),
        ["refused merge"] = (BusyTwinsAsync, [Merge]),
        ["erasure"] = (MergedTwinsAsync, [static grid => grid.Customer("ada").Erase(new(new("erase-1")))]),
        ["erasure of devices"] = (TwinsOnDevicesAsync, [static grid => grid.Customer("ada").Erase(new(new("erase-1")))]),
        ["erasure of devices after a merge"] = (PartedTwinsOnDevicesAsync, [static grid => grid.Customer("ada-2").Erase(new(new("erase-1")))]),
        ["session"] = (CustomerMergeGrainTests.TwinsAsync, [
            static grid => grid.Session("web-9").Start(new(new("web"), TimeSpan.FromMinutes(30))),
            static grid => grid.FillCartAsync("cart-9", CartActor.Of(Token), "MUG-1", 1),
            static grid => grid.Session("web-9").Touch(new("browse", new CartId("cart-9"))),
            static grid => grid.Session("web-9").SignIn(new(new("sign-in-9"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token))),
            static grid => grid.Session("app-9").Start(new(new("app"), TimeSpan.FromMinutes(30), null, new("web-9"))),
            static grid => grid.Session("app-9").SignOut(new()),
            static grid => grid.Session("app-9").End(new(SessionEnd.Ended)),
        ]),
    };

    private static CartToken Token { get; } = new("anonymous-token-0123456789");

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Retry_AfterDeathAtEveryAppend_EndsAsIfNothingHadHappened(string walk, Death death)
    {
        var (appends, expected) = await WalkUndisturbedAsync(walk);
        for (var append = 1; append <= appends; append++)
        {
            var (survivor, keys, time, step) = await DieAsync(walk, append, death);
            await using var grid = await CustomerGrid.StartAsync(survivor, keys, time);
            foreach (var retried in Walks[walk].Steps.Skip(step)) await retried(grid);
            await grid.PassAsync(Sweep);
            Assert.Equal((append, expected), (append, await EndAsync(grid)));
            await AssertDevicesFollowAsync(grid);
        }
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Wake_AfterDeathAtEveryAppendAndWithoutTheClient_LeavesNothingHalfDone(string walk, Death death)
    {
        var (appends, _) = await WalkUndisturbedAsync(walk);
        var points = await PointsAsync(walk);
        for (var append = 1; append <= appends; append++)
        {
            var (survivor, keys, time, _) = await DieAsync(walk, append, death);
            await using var grid = await CustomerGrid.StartAsync(survivor, keys, time);
            await grid.PassAsync(Sweep);
            await grid.PassAsync(Sweep);
            await AssertSettledAsync(grid, append, points);
            await AssertCartsFollowAsync(grid, append);
            await AssertDevicesFollowAsync(grid);
        }
    }

    // I67, I72: and nobody can find out any more which devices they had, with all that is left.
    private static async Task AssertDevicesFollowAsync(CustomerGrid grid)
    {
        var readable = await SealedTexts.ReadableAsync(grid.Journal, grid.Keys);
        foreach (var id in new[] { "ada", "ada-2" })
        {
            if ((await grid.Customer(id).Profile()).Status == CustomerStatus.Erased) Assert.DoesNotContain($"planted-{id}:", readable, StringComparison.Ordinal);
            Assert.DoesNotContain($"planted-{id}:", await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);
        }
    }

    // I67: who was erased has no cart that anybody could act on, nor one that holds anything.
    private static async Task AssertCartsFollowAsync(CustomerGrid grid, int append)
    {
        foreach (var id in new[] { "cart-1", "cart-2", "cart-9" })
        {
            var cart = CartCodec.Instance.Fold(new(CartGrain.Kind, id), await grid.Journal.ReadAsync(new(CartGrain.Kind, id), CancellationToken.None)).State;
            if (cart.Customer is not { } owner || (await grid.Customer(owner.Value).Profile()).Status != CustomerStatus.Erased) continue;
            Assert.Equal((append, ErasureStep.Erased, 0), (append, cart.Erasure, cart.Lines.Sum(line => line.Holds.Length) + cart.Releases.Count));
            Assert.Equal(DataKey.Destroyed, await grid.Keys.FindAsync(CartGrain.KeyOwner(cart.Id), CancellationToken.None));
        }
    }

    private static Task Merge(CustomerGrid grid) => grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum));

    // The survivor has no room for another currency.
    private static async Task BusyTwinsAsync(CustomerGrid grid)
    {
        await CustomerMergeGrainTests.TwinsAsync(grid);
        var currencies = "USD GBP JPY CHF SEK NOK DKK PLN CZK HUF RON BGN TRY AUD NZD CAD MXN BRL ZAR".Split(' ');
        Assert.Equal(Limits.PurchaseCurrenciesMax - 1, currencies.Length);
        foreach (var currency in currencies) await grid.Customer("ada").RecordPurchase(new(new($"order-{currency}"), new(100, new(currency)), 1));
        await grid.Customer("ada-2").RecordPurchase(new(new("order-INR"), new(100, new("INR")), 1));
    }

    private static async Task MergedTwinsAsync(CustomerGrid grid)
    {
        await CustomerMergeGrainTests.TwinsAsync(grid);
        await Merge(grid);
    }

    // Sessions that go on and that have ended, of both, before they were one and since.
    private static async Task TwinsOnDevicesAsync(CustomerGrid grid)
    {
        await CustomerMergeGrainTests.TwinsAsync(grid);
        foreach (var id in new[] { "ada", "ada-2" }) await VisitAsync(grid, id, "early");
        await Merge(grid);
        foreach (var id in new[] { "ada", "ada-2" }) await VisitAsync(grid, id, "late");
    }

    private static async Task PartedTwinsOnDevicesAsync(CustomerGrid grid)
    {
        await TwinsOnDevicesAsync(grid);
        Assert.Equal(CustomerMergeStatus.Undone, (await grid.Merge("merge-1").Undo()).Status);
        Assert.Contains("planted-ada-2:late-ended", await SealedTexts.ReadableAsync(grid.Journal, grid.Keys), StringComparison.Ordinal);
    }

    private static async Task VisitAsync(CustomerGrid grid, string customer, string when)
    {
        foreach (var end in new[] { "live", "ended" })
        {
            var (session, device) = ($"{when}-{end}-{customer}", new DeviceId($"planted-{customer}:{when}-{end}"));
            await grid.Session(session).Start(new(new("web"), TimeSpan.FromMinutes(30), device));
            Assert.Equal(CustomerStatus.Done, (await grid.Customer(customer).AttachSession(new(new(session), new("web"), device))).Status);
        }

        await grid.Customer(customer).DetachSession(new(new($"{when}-ended-{customer}")));
    }

    private static async Task<(int Appends, string End)> WalkUndisturbedAsync(string walk)
    {
        var (survivor, keys, time) = await PrepareAsync(walk);
        var journal = new DyingJournal(survivor, 0, Death.None);
        await using var grid = await CustomerGrid.StartAsync(journal, keys, time);
        foreach (var step in Walks[walk].Steps) await step(grid);
        await grid.PassAsync(Sweep);
        return (journal.Appends, await EndAsync(grid));
    }

    /// <summary>What is left, and the step that nobody was answered.</summary>
    private static async Task<(MemoryJournal Survivor, MemoryDataKeys Keys, ManualTime Time, int Step)> DieAsync(string walk, int append, Death death)
    {
        var (survivor, keys, time) = await PrepareAsync(walk);
        var journal = new DyingJournal(survivor, append, death);
        await using var grid = await CustomerGrid.StartAsync(journal, new MortalKeys(keys, journal), time);
        var answered = 0;
        try
        {
            foreach (var step in Walks[walk].Steps)
            {
                await step(grid);
                answered++;
            }

            await grid.PassAsync(Sweep);
        }
        catch (GridUnavailableException)
        {
            Assert.True(journal.IsDead);
        }

        return (survivor, keys, time, answered);
    }

    private static async Task<(MemoryJournal Survivor, MemoryDataKeys Keys, ManualTime Time)> PrepareAsync(string walk)
    {
        var (survivor, keys, time) = (new MemoryJournal(), TestKeys.Create(), new ManualTime());
        await using var grid = await CustomerGrid.StartAsync(survivor, keys, time);
        await Walks[walk].Before(grid);
        return (survivor, keys, time);
    }

    private static async Task<long> PointsAsync(string walk)
    {
        var (survivor, keys, time) = await PrepareAsync(walk);
        await using var grid = await CustomerGrid.StartAsync(survivor, keys, time);
        var replies = await Task.WhenAll(grid.Customer("ada").Profile(), grid.Customer("ada-2").Profile());
        return replies.Select(reply => reply.Customer).OfType<CustomerView>().DistinctBy(customer => customer.Id).Sum(customer => customer.Points.Balance);
    }

    private static async Task<string> EndAsync(CustomerGrid grid)
    {
        var end = new List<string>();
        foreach (var id in new[] { "ada", "ada-2" }) end.Add($"{id}: {(await grid.Customer(id).Profile()).Status}");
        if ((await grid.Customer("ada-2").Profile()).Status == CustomerStatus.Done) end.Add(await CustomerMergeGrainTests.PictureAsync(grid));
        else if ((await grid.Customer("ada").Profile()).Customer is { } ada) end.AddRange(ada.Identities.Select(identity => $"{identity.Value} {identity.IsVerified} {identity.State}"));
        end.Add($"merge: {(await grid.Merge("merge-1").Find()).Status}");
        foreach (var (kind, value) in Known) end.Add($"{value}: {Told(await grid.FindAsync(kind, value))}");
        foreach (var id in new[] { "session-1", "session-2", "web-9", "app-9" }) end.Add($"{id}: {Told(await grid.Session(id).Find())}");
        foreach (var channel in new[] { "web", "app" }) end.Add($"{channel}: {(await grid.Presence(channel).Presence()).Sessions}");
        return string.Join('\n', end);
    }

    private static readonly (IdentityKind Kind, string Value)[] Known = [(IdentityKind.Email, "ada@example.com"), (IdentityKind.Phone, "+442079460018")];

    private static string Told(FindIdentityReply found) => $"{found.Status} {found.Owner} {found.IsVerified}";

    private static string Told(SessionReply found) => $"{found.Status} {found.Session?.End} {found.Session?.Customer} {found.Session?.CartId} {found.Session?.Step} {found.Session?.Successor}";

    private static async Task AssertSettledAsync(CustomerGrid grid, int append, long points)
    {
        // Nobody waits for anything any more but for expiries.
        var soon = grid.Time.GetUtcNow() + Sweep;
        Assert.Empty(await grid.Journal.ReadDueAsync(soon, 10, CancellationToken.None));

        // An identity is in the book of exactly its owner, directly or through a merge.
        var profiles = new Dictionary<string, CustomerReply>();
        foreach (var id in new[] { "ada", "ada-2" }) profiles[id] = await grid.Customer(id).Profile();
        var live = profiles.Values.Select(reply => reply.Customer).OfType<CustomerView>().DistinctBy(customer => customer.Id).ToArray();
        foreach (var (kind, value) in Known)
        {
            var holders = live.Where(customer => customer.Identities.Any(identity => identity.Value == value)).Select(customer => customer.Id.Value);
            Assert.Equal((append, $"{(await grid.FindAsync(kind, value)).Owner}"), (append, string.Join(' ', holders)));
        }

        // Points are neither lost nor doubled, whoever has them; those of whoever was erased are nobody's.
        if (profiles.Values.All(static reply => reply.Status != CustomerStatus.Erased)) Assert.Equal((append, points), (append, live.Sum(customer => customer.Points.Balance)));

        // Every session that a customer lists is live and theirs.
        foreach (var customer in live)
        {
            foreach (var session in (await grid.Customer(customer.Id.Value).LiveSessions()).Sessions)
                Assert.Equal((append, SessionEnd.None), (append, (await grid.Session(session.Id.Value).Find()).Session!.End));
        }
    }

    /// <summary>Keys that are gone with the process.</summary>
    private sealed class MortalKeys(IDataKeys keys, DyingJournal journal) : IDataKeys
    {
        public ValueTask<DataKey?> FindAsync(string owner, CancellationToken cancellationToken) => Alive().FindAsync(owner, cancellationToken);

        public ValueTask<DataKey> GetOrCreateAsync(string owner, CancellationToken cancellationToken) => Alive().GetOrCreateAsync(owner, cancellationToken);

        public ValueTask DestroyAsync(string owner, CancellationToken cancellationToken) => Alive().DestroyAsync(owner, cancellationToken);

        public ValueTask<RewrapPage> RewrapAsync(string afterOwner, int keysMax, CancellationToken cancellationToken) =>
            Alive().RewrapAsync(afterOwner, keysMax, cancellationToken);

        public ValueTask<IReadOnlyList<MasterKeyUse>> CountAsync(CancellationToken cancellationToken) => Alive().CountAsync(cancellationToken);

        private IDataKeys Alive() => journal.IsDead ? throw new JournalUnknownException("dead") : keys;
    }
}
