namespace Omnichannel.Audit.Customers;

/// <summary>I67: a session forgets the device that it has, once, and whether it goes on or has ended.</summary>
public sealed class ForgottenDeviceTests
{
    private readonly Journal _journal = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fold_WhenASessionForgetsItsDevice_AllowsItOnceAndAfterItsEnd(int times)
    {
        foreach (var (session, device) in new (string, object)[] { ("session/s-2", "phone-1"), ("session/s-3", new { @sealed = "AQ==" }) })
        {
            _journal.Write(session, "session-started", new { channel = "web", idleFor = "00:10:00", deviceId = device });
            _journal.Write(session, ("session-ended", new { end = "Revoked" }), ("session-settled", new { }));
            for (var i = 0; i < times; i++) _journal.Write(session, "session-device-forgotten", new { });
        }

        if (times == 1) _journal.IsGood();
        else _journal.Breaks(AuditCheck.SessionSteps);
    }

    [Fact]
    public void Fold_WhenASessionForgetsADeviceThatItDoesNotHave_SaysSo()
    {
        _journal.Write("session/s-1", "session-started", new { channel = "web", idleFor = "00:10:00" });
        _journal.Write("session/s-1", "session-device-forgotten", new { });
        _journal.Breaks(AuditCheck.SessionSteps);
    }
}
