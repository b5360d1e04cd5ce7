using Omnichannel.Audit.Customers;
using Omnichannel.Audit.Sessions;

namespace Omnichannel.Audit.Agreement;

/// <summary>Who is signed in on a session has it among their own, nobody has one that has ended, and only sessions that were begun are counted.</summary>
internal sealed class SessionsAgree : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        var underWay = new CustomersUnderWay(audit);
        foreach (var session in audit.All<SessionFold>().Where(static session => !session.IsStopped && session.Session is { HasEnded: false, IsPending: false }))
        {
            if (session.Session.Customer is not { } customer || underWay.Has(customer) || underWay.Survivor(customer) is not { } survivor) continue;
            if (survivor.IsStopped || survivor.Customer.IsErasing || underWay.Has(survivor.Customer.Id!)) continue;
            var id = session.Entity[(session.Entity.IndexOf('/') + 1)..];
            if (!survivor.Customer.Sessions.Contains(id))
                yield return new(session.Entity, session.Version, AuditCheck.SessionsAgree, $"{customer} is signed in, and does not know.");
        }

        foreach (var customer in audit.All<CustomerFold>().Where(static customer => !customer.IsStopped && customer.Customer is { Lock: null, IsErasing: false }))
        {
            if (underWay.Has(customer.Customer.Id!)) continue;
            foreach (var id in customer.Customer.Sessions)
            {
                if (audit.Find<SessionFold>($"session/{id}") is { IsStopped: false, Session: { HasEnded: true, IsPending: false } })
                    yield return new(customer.Entity, customer.Version, AuditCheck.SessionsAgree, $"it has session {id}, which has ended.");
            }
        }

        foreach (var presence in audit.All<PresenceFold>().Where(static presence => !presence.IsStopped))
        {
            var channel = presence.Entity[(presence.Entity.IndexOf('/') + 1)..];
            foreach (var id in presence.Sessions)
            {
                var session = audit.Find<SessionFold>($"session/{id}");
                if (session is { IsStopped: true } || session?.Session.Channel == channel) continue;
                yield return new(presence.Entity, presence.Version, AuditCheck.SessionsAgree, $"it counts session {id}, which was not begun there.");
            }
        }
    }
}
