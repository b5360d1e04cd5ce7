using System.Text;
using Omnichannel.Carts;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>I67, I72: which device a session is on is sealed wherever it is written, and an erasure reaches it, whosever id the session came by.</summary>
public sealed class DeviceErasureTests
{
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task Erase_OfSomebodyWithSessions_LeavesNoDeviceOfTheirsAndAllOfOthers()
    {
        await using var grid = await CustomerGrid.StartAsync();
        foreach (var id in new[] { "ada", "bea" }) await grid.RegisterAsync(id);
        await VisitAsync(grid, "live", "ada");
        await VisitAsync(grid, "ended", "ada");
        await grid.Session("ended").End(new(SessionEnd.Ended));
        await VisitAsync(grid, "left", "ada");
        await grid.Session("resumed").Start(new(new("app"), _idle, new("resumed-planted"), new("left")));
        await VisitAsync(grid, "revoked", "ada");
        await grid.Customer("ada").RevokeSession(new("revoked"));
        await VisitAsync(grid, "shared", "ada");
        await grid.Session("shared").SignOut(new());
        Assert.Equal(SessionStatus.Done, (await grid.Session("shared").SignIn(new(new("sign-in-2"), new("bea"), CartMergeStrategy.Sum))).Status);
        await VisitAsync(grid, "bea", "bea");
        await grid.Session("nobody").Start(new(new("web"), _idle, new("nobody-planted")));
        await grid.Session("nowhere").Start(new(new("web"), _idle));
        await SnapshotAsync(grid, "ada", "live");
        string[] theirs = ["live", "ended", "left", "resumed", "revoked"];
        var before = await SealedTexts.ReadableAsync(grid.Journal, grid.Keys);
        Assert.All(theirs, session => Assert.Contains($"{session}-planted", before, StringComparison.Ordinal));
        Assert.DoesNotContain("planted", await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);

        Assert.Equal(CustomerStatus.Done, (await grid.Customer("ada").Erase(new(new("erase-1")))).Status);

        var after = await SealedTexts.ReadableAsync(grid.Journal, grid.Keys);
        Assert.All(theirs, session => Assert.DoesNotContain($"{session}-planted", after, StringComparison.Ordinal));
        Assert.All((string[])["bea", "nobody"], session => Assert.Contains($"{session}-planted", after, StringComparison.Ordinal));
        await using var next = await CustomerGrid.StartAsync(grid.Journal, grid.Keys, grid.Time);
        foreach (var alive in new[] { grid, next })
        {
            foreach (var session in theirs)
            {
                var found = (await alive.Session(session).Find()).Session!;
                Assert.Equal((session, true, null), (session, found.End != SessionEnd.None, found.DeviceId));
                Assert.DoesNotContain("planted", await EventsAsync(alive, session), StringComparison.Ordinal);
                Assert.Equal(DataKey.Destroyed, await alive.Keys.FindAsync(SessionGrain.KeyOwner(new(session)), CancellationToken.None));
            }

            // Whoever is signed in there now stays so. The session forgets its device, and they know it.
            var shared = (await alive.Session("shared").Find()).Session!;
            Assert.Equal((SessionEnd.None, "bea", null), (shared.End, shared.Customer!.Value.Value, shared.DeviceId));
            Assert.Equal(["bea-planted", "shared-planted"], (await alive.Customer("bea").LiveSessions()).Sessions.Select(live => live.DeviceId!.Value.Value).Order(StringComparer.Ordinal));
            Assert.Equal("nobody-planted", (await alive.Session("nobody").Find()).Session!.DeviceId!.Value.Value);
            Assert.Null(await alive.Keys.FindAsync(SessionGrain.KeyOwner(new("nowhere")), CancellationToken.None));
        }
    }

    // What came by the one's id while the two were one is that one's, also when it had ended before they were two again: then it is in the other one's journal alone.
    [Theory]
    [InlineData("ada")]
    [InlineData("bea")]
    [InlineData("cia")]
    public async Task Erase_AfterMergesWereUndone_ReachesWhatCameByTheirIdAndNothingElse(string erased)
    {
        await using var grid = await CustomerGrid.StartAsync();
        string[] everybody = ["ada", "bea", "cia"];
        foreach (var id in everybody) await grid.RegisterAsync(id);
        await AttachAsync(grid, everybody, "alone");
        await MergeAsync(grid, "merge-1", "bea", "ada");
        await AttachAsync(grid, everybody, "two");
        await MergeAsync(grid, "merge-2", "cia", "bea");
        await AttachAsync(grid, everybody, "three");
        await SnapshotAsync(grid, "cia", "cia-three-live");
        foreach (var merge in new[] { "merge-2", "merge-1" }) Assert.Equal(CustomerMergeStatus.Undone, (await grid.Merge(merge).Undo()).Status);
        await AttachAsync(grid, everybody, "again");
        var before = await SealedTexts.ReadableAsync(grid.Journal, grid.Keys);
        Assert.All(Planted(everybody), device => Assert.Contains(device, before, StringComparison.Ordinal));
        Assert.DoesNotContain("planted", await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);

        Assert.Equal(CustomerStatus.Done, (await grid.Customer(erased).Erase(new(new("erase-1")))).Status);

        var after = await SealedTexts.ReadableAsync(grid.Journal, grid.Keys);
        Assert.DoesNotContain($"planted-{erased}", after, StringComparison.Ordinal);
        string[] others = [.. everybody.Where(id => id != erased)];
        Assert.All(Planted(others), device => Assert.Contains(device, after, StringComparison.Ordinal));
        await using var next = await CustomerGrid.StartAsync(grid.Journal, grid.Keys, grid.Time);
        foreach (var other in others)
        {
            var live = (await next.Customer(other).LiveSessions()).Sessions;
            Assert.Equal([.. _times.Select(time => $"planted-{other}-{time}-live").Order(StringComparer.Ordinal)], live.Select(session => session.DeviceId!.Value.Value).Order(StringComparer.Ordinal));
            foreach (var device in Planted([other])) Assert.Equal(device, (await next.Session(device["planted-".Length..]).Find()).Session!.DeviceId!.Value.Value);
        }
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("bea")]
    public async Task Erase_OfTwoWhoAreOne_ReachesTheSessionsOfBoth(string by)
    {
        await using var grid = await CustomerGrid.StartAsync();
        string[] both = ["ada", "bea"];
        foreach (var id in both) await grid.RegisterAsync(id);
        await AttachAsync(grid, both, "alone");
        await MergeAsync(grid, "merge-1", "bea", "ada");
        await AttachAsync(grid, both, "two");
        Assert.Contains("planted", await SealedTexts.ReadableAsync(grid.Journal, grid.Keys), StringComparison.Ordinal);

        Assert.Equal(CustomerStatus.Done, (await grid.Customer(by).Erase(new(new("erase-1")))).Status);

        Assert.DoesNotContain("planted", await SealedTexts.ReadableAsync(grid.Journal, grid.Keys), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SentAgain_IsComparedWithTheSealedDeviceAlsoByTheNextProcess()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.RegisterAsync("ada");
        var (on, off) = (new StartSession(new("web"), _idle, new("planted-1")), new StartSession(new("web"), _idle));
        foreach (var (session, start) in new[] { ("on", on), ("off", off) }) Assert.Equal(SessionStatus.Done, (await grid.Session(session).Start(start)).Status);

        await using var next = await CustomerGrid.StartAsync(grid.Journal, grid.Keys, grid.Time);
        foreach (var alive in new[] { grid, next })
        {
            Assert.Equal((SessionStatus.AlreadyDone, "planted-1"), Told(await alive.Session("on").Start(on)));
            Assert.Equal(SessionStatus.AlreadyDone, (await alive.Session("off").Start(off)).Status);
            foreach (var other in new[] { off, on with { DeviceId = new("planted-2") }, on with { Channel = new("app") } })
                Assert.Equal(SessionStatus.ExistsWithDifferentBody, (await alive.Session("on").Start(other)).Status);
            Assert.Equal(SessionStatus.ExistsWithDifferentBody, (await alive.Session("off").Start(on)).Status);
        }

        // Once it is forgotten nobody can say which it was; that there was one is known.
        await next.Session("on").SignIn(new(new("sign-in"), new("ada"), CartMergeStrategy.Sum));
        await next.Customer("ada").Erase(new(new("erase-1")));
        await using var last = await CustomerGrid.StartAsync(grid.Journal, grid.Keys, grid.Time);
        foreach (var alive in new[] { next, last })
        {
            Assert.Equal((SessionStatus.AlreadyDone, (string?)null), Told(await alive.Session("on").Start(on)));
            Assert.Equal(SessionStatus.ExistsWithDifferentBody, (await alive.Session("on").Start(off)).Status);
            Assert.Equal(SessionStatus.ExistsWithDifferentBody, (await alive.Session("on").Start(on with { Channel = new("app") })).Status);
        }
    }

    [Fact]
    public async Task Events_OfASession_TellItsDeviceInClearUntilItIsForgotten()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.RegisterAsync("ada");
        await VisitAsync(grid, "visit", "ada");

        Assert.Contains("\"type\":\"session-started\",\"channel\":\"web\",\"idleFor\":\"00:30:00\",\"deviceId\":\"visit-planted\",\"at\":", await EventsAsync(grid, "visit"), StringComparison.Ordinal);
        Assert.Contains("\"deviceId\":{\"sealed\":\"", await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);
        Assert.Contains("\"deviceId\":\"visit-planted\"", await CustomerMergeGrainTests.HistoryAsync(grid, "ada"), StringComparison.Ordinal);

        await grid.Customer("ada").Erase(new(new("erase-1")));

        Assert.DoesNotContain("deviceId", await EventsAsync(grid, "visit"), StringComparison.Ordinal);
        Assert.Equal(1, (await grid.Session("visit").Events(0, 100)).Events.Count(@event => @event.Json.Contains("session-device-forgotten", StringComparison.Ordinal)));
        await grid.Session("visit").ForgetDevice();
        Assert.Equal(1, (await grid.Session("visit").Events(0, 100)).Events.Count(@event => @event.Json.Contains("session-device-forgotten", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Session_ThatAnEarlierVersionWroteInClear_IsReadComparedAndSealedFromThenOn()
    {
        var (journal, keys, entity) = (new MemoryJournal(), TestKeys.Create(), new EntityKey(SessionGrain.Kind, "old"));
        var at = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        var written = new SessionCodec(KeyRing.Clear).EncodeEvents([new SessionStarted(at, new("web"), TimeSpan.FromDays(30), new("old-planted"))]);
        await journal.AppendAsync(new(entity, 0, 1, at, written, JournalChecksum.Next(JournalChecksum.Seed(entity), 0, 1, at, written), at.AddDays(31), null));
        await using var grid = await CustomerGrid.StartAsync(journal, keys, new(at));
        await grid.RegisterAsync("ada");
        var start = new StartSession(new("web"), TimeSpan.FromDays(30), new("old-planted"));

        Assert.Equal((SessionStatus.AlreadyDone, "old-planted"), Told(await grid.Session("old").Start(start)));
        Assert.Equal(SessionStatus.ExistsWithDifferentBody, (await grid.Session("old").Start(start with { DeviceId = new("another") })).Status);
        await grid.Session("old").SignIn(new(new("sign-in"), new("ada"), CartMergeStrategy.Sum));
        await SnapshotAsync(grid, "ada", "old");
        var snapshot = Encoding.UTF8.GetString((await journal.ReadAsync(entity, CancellationToken.None)).Snapshot!.Payload.Span);
        Assert.Contains("\"deviceId\":{\"sealed\":\"", snapshot, StringComparison.Ordinal);
        await grid.Customer("ada").Erase(new(new("erase-1")));

        await using var next = await CustomerGrid.StartAsync(journal, keys, grid.Time);
        Assert.Null((await next.Session("old").Find()).Session!.DeviceId);
    }

    private static readonly string[] _times = ["alone", "two", "three", "again"];

    private static IEnumerable<string> Planted(string[] customers) =>
        customers.SelectMany(id => _times.SelectMany(time => (string[])[$"planted-{id}-{time}-live", $"planted-{id}-{time}-ended"]));

    // One that goes on and one that ends at once, by the id of each.
    private static async Task AttachAsync(CustomerGrid grid, string[] customers, string time)
    {
        foreach (var id in customers)
        {
            foreach (var end in new[] { "live", "ended" })
            {
                var session = $"{id}-{time}-{end}";
                await grid.Session(session).Start(new(new("web"), _idle, new($"planted-{session}")));
                var told = await grid.Customer(id).AttachSession(new(new(session), new("web"), new($"planted-{session}")));
                Assert.Equal(CustomerStatus.Done, told.Status);
            }

            Assert.Equal(CustomerStatus.Done, (await grid.Customer(id).DetachSession(new(new($"{id}-{time}-ended")))).Status);
        }
    }

    private static async Task VisitAsync(CustomerGrid grid, string session, string customer)
    {
        Assert.Equal(SessionStatus.Done, (await grid.Session(session).Start(new(new("web"), _idle, new($"{session}-planted")))).Status);
        Assert.Equal(SessionStatus.Done, (await grid.Session(session).SignIn(new(new("sign-in"), new(customer), CartMergeStrategy.Sum))).Status);
    }

    // Both entities have one then.
    private static async Task SnapshotAsync(CustomerGrid grid, string customer, string session)
    {
        for (var number = 0; number <= 2 * Limits.SnapshotEveryEventsMin; number++)
        {
            await grid.Customer(customer).Patch(new(CustomerGrid.Fields($"title=Title {number}"), null));
            Assert.Equal(SessionStatus.Done, (await grid.Session(session).Touch(new($"step-{number}"))).Status);
        }

        foreach (var entity in new EntityKey[] { new(CustomerGrain.Kind, customer), new(SessionGrain.Kind, session) })
            Assert.NotNull((await grid.Journal.ReadAsync(entity, CancellationToken.None)).Snapshot);
    }

    private static async Task MergeAsync(CustomerGrid grid, string merge, string survivor, string absorbed) =>
        Assert.Equal(CustomerMergeStatus.Merged, (await grid.Merge(merge).Merge(new(new(survivor), new(absorbed), CartMergeStrategy.Sum))).Status);

    private static async Task<string> EventsAsync(CustomerGrid grid, string session) =>
        string.Join('\n', (await grid.Session(session).Events(0, 1_000)).Events.Select(@event => @event.Json));

    private static (SessionStatus Status, string? Device) Told(SessionReply reply) => (reply.Status, reply.Session!.DeviceId?.Value);
}
