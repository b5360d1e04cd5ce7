using System.Text;
using Omnichannel.Carts;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>I70: a session that ends while its customer is being told that it is theirs is theirs no more in the end, whoever dies.</summary>
public sealed class SessionDeathTests
{
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(30);
    private static readonly EntityKey _ada = new(CustomerGrain.Kind, "ada");

    private static Dictionary<string, Func<CustomerGrid, Task>> Tellings { get; } = new()
    {
        ["sign-in"] = static grid => grid.Session("app-1").SignIn(new(new("sign-in-2"), new("ada"), CartMergeStrategy.Sum)),
        ["resumption"] = static grid => grid.Session("app-1").Start(new(new("app"), _idle, null, new("web-1"))),
    };

    [Theory]
    [InlineData("sign-in", false)]
    [InlineData("sign-in", true)]
    [InlineData("resumption", false)]
    [InlineData("resumption", true)]
    public async Task End_WhileTheCustomerIsBeingTold_IsToldByWhoeverIsAlive(string telling, bool dies)
    {
        var journal = new ScriptedJournal();
        await using var grid = await CustomerGrid.StartAsync(journal);
        await grid.RegisterAsync("ada");
        await grid.Session("web-1").Start(new(new("web"), _idle));
        await grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum));
        var isSignIn = telling == "sign-in";
        if (isSignIn) await grid.Session("app-1").Start(new(new("app"), _idle));

        // The session that is resumed leaves its customer first.
        var leaving = isSignIn ? null : journal.HoldNextRead(_ada);
        var told = leaving is null ? journal.HoldNextRead(_ada) : null;
        var running = Tellings[telling](grid);
        if (leaving is not null)
        {
            await leaving.Arrived;
            told = journal.HoldNextRead(_ada);
            leaving.Open();
        }

        await told!.Arrived;
        Assert.Equal(SessionStatus.Done, (await grid.Session("app-1").End(new(SessionEnd.Revoked))).Status);
        if (dies) DieBeforeTheCustomerIsToldTheEnd(journal);
        told.Open();
        if (dies) await Assert.ThrowsAsync<GridUnavailableException>(() => running);
        else await running;

        await using var next = await CustomerGrid.StartAsync(journal.Kept, grid.Keys, grid.Time);
        await next.PassAsync(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds));
        Assert.Equal(isSignIn ? ["web-1"] : [], (await next.Customer("ada").LiveSessions()).Sessions.Select(session => session.Id.Value));
        Assert.Equal((SessionEnd.Revoked, 0), ((await next.Session("app-1").Find()).Session!.End, (await next.Presence("app").Presence()).Sessions));

        // It was told too late, or nothing was shown.
        Assert.Matches("session-attached[^}]*app-1", await CustomerGrid.WrittenAsync(journal.Kept));
    }

    private static void DieBeforeTheCustomerIsToldTheEnd(ScriptedJournal journal)
    {
        var isDead = false;
        journal.OnAppend = (append, keep) =>
        {
            isDead |= Encoding.UTF8.GetString(append.Payload.Span).Contains("\"session-detached\"", StringComparison.Ordinal);
            return isDead ? throw new JournalUnknownException("dead") : keep();
        };
    }
}
