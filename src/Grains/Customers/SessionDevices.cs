using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>What a session does with the id of its device: it is sealed with a key of the session, which ends when somebody who was signed in here is erased.</summary>
public sealed partial class SessionGrain
{
    /// <summary>Whose key it is, among all that have one.</summary>
    public static string KeyOwner(SessionId id) => $"{Kind}/{id}";

    public async Task ForgetDevice()
    {
        await CatchUp();
        if (!await Query(0, static (session, _) => session.HasDevice)) return;

        // The key first: once it is written down that the device is forgotten, nobody comes back for the key.
        await KeyAnswers.Ask(Unavailability.OutcomeUnknown, () => _keys.DestroyAsync(_ring.Owner, CancellationToken.None));
        _ring.Own = DataKey.Destroyed;
        await Execute(new DeviceKeyDestroyed(), SessionDecider.Decide, static (_, _, status) => status);
    }

    protected override async Task<bool> BringKeys()
    {
        if (_ring.Missing.Count == 0) return false;
        await BringKey();
        return true;
    }

    // Before there is anything to be sealed. Who is refused, or is told what was begun before, needs no key.
    private async Task BringKeyFor(StartSession command)
    {
        if (_ring.Own is not null) return;
        var status = await Execute(
            command,
            static (session, command, now) => Decision<SessionStatus, SessionEvent>.Nothing(SessionDecider.Decide(session, command, now).Status),
            static (_, _, status) => status);
        if (status == SessionStatus.Done) await BringKey();
    }

    private async Task BringKey() =>
        _ring.Own = await KeyAnswers.Ask(Unavailability.Busy, () => _keys.GetOrCreateAsync(_ring.Owner, CancellationToken.None));
}
